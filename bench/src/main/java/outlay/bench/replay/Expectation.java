package outlay.bench.replay;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outlay.bench.AlertKey;
import outlay.bench.Cell;
import outlay.bench.Row;
import outlay.bench.Slot;

/** What should come of rows, by no code of Outlay's. Pure. */
final class Expectation {
  // The defaults of template.yaml, which hold for users without budgets.
  private static final BigDecimal MONTHLY_LIMIT = BigDecimal.valueOf(10_000);
  private static final List<Integer> LEVELS = List.of(80, 100);
  private static final BigDecimal LARGE_EXPENSE = BigDecimal.valueOf(500);
  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  private record Month(String userId, String month, String currency) {}

  private Expectation() {}

  /** What the totals table should hold. */
  static Map<Slot, Cell> cells(Iterable<Row> rows) {
    Map<Slot, Cell> cells = new HashMap<>();
    rows.forEach(row -> cells.merge(Slot.of(row), Cell.of(row), Cell::plus));
    return cells;
  }

  /**
   * The alerts that should have been raised, once each: for every level of the default limit that a
   * month's expenses in a currency reach, and for every large expense. Nothing is edited or
   * deleted, so that a sum only grows and the order of the rows does not matter.
   *
   * @param expenseIds the accepted rows, and the id each was given
   */
  static Set<AlertKey> alerts(Map<Row, String> expenseIds) {
    Set<AlertKey> alerts = new HashSet<>();
    Map<Month, BigDecimal> spent = new HashMap<>();
    expenseIds.forEach(
        (row, expenseId) -> {
          if (row.isExpense()) {
            spent.merge(
                new Month(row.userId(), row.month(), row.currency()), row.money(), BigDecimal::add);
            if (row.money().compareTo(LARGE_EXPENSE) >= 0) {
              alerts.add(AlertKey.ofLargeExpense(row.userId(), expenseId));
            }
          }
        });
    spent.forEach((month, sum) -> addLevels(month, sum, alerts));
    return alerts;
  }

  private static void addLevels(Month month, BigDecimal spent, Set<AlertKey> alerts) {
    for (int level : LEVELS) {
      BigDecimal reachedAt = MONTHLY_LIMIT.multiply(BigDecimal.valueOf(level));
      if (spent.multiply(PERCENT).compareTo(reachedAt) >= 0) {
        alerts.add(
            AlertKey.ofLevel(
                month.userId(),
                month.month(),
                month.currency(),
                level,
                MONTHLY_LIMIT.toPlainString()));
      }
    }
  }
}
