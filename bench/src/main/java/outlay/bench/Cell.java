package outlay.bench;

import java.math.BigDecimal;

/**
 * What was spent, earned, and how often. Amounts are in the currency's own unit; two cells are
 * equal if their amounts are, however many zeros they were written with.
 */
public record Cell(BigDecimal spent, BigDecimal earned, long count) {

  public Cell {
    spent = spent.stripTrailingZeros();
    earned = earned.stripTrailingZeros();
  }

  public static Cell of(Row row) {
    return row.isExpense()
        ? new Cell(row.money(), BigDecimal.ZERO, 1)
        : new Cell(BigDecimal.ZERO, row.money(), 1);
  }

  public Cell plus(Cell other) {
    return new Cell(
        spent.add(other.spent), earned.add(other.earned), Math.addExact(count, other.count));
  }

  @Override
  public String toString() {
    return "spent %s, earned %s, count %d"
        .formatted(spent.toPlainString(), earned.toPlainString(), count);
  }
}
