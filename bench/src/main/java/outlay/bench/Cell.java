package outlay.bench;

import java.math.BigDecimal;

/**
 * What was spent, earned, and how often. Amounts are in the currency's own unit; two cells are
 * equal if their amounts are, however many zeros they were written with.
 */
record Cell(BigDecimal spent, BigDecimal earned, long count) {

  Cell {
    spent = spent.stripTrailingZeros();
    earned = earned.stripTrailingZeros();
  }

  static Cell of(Row row) {
    return row.isExpense()
        ? new Cell(row.money(), BigDecimal.ZERO, 1)
        : new Cell(BigDecimal.ZERO, row.money(), 1);
  }

  Cell plus(Cell other) {
    return new Cell(
        spent.add(other.spent), earned.add(other.earned), Math.addExact(count, other.count));
  }

  @Override
  public String toString() {
    return "spent %s, earned %s, count %d"
        .formatted(spent.toPlainString(), earned.toPlainString(), count);
  }
}
