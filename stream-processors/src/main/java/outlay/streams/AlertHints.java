package outlay.streams;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.alerts.Growth;
import outlay.model.CategoryTotals;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseType;

/** Reads what the changes of the three tables tell of a user's alerts. */
final class AlertHints {
  private final String expensesTable;
  private final String totalsTable;
  private final Clock clock;

  /** Changes of any other table are of budgets. */
  AlertHints(String expensesTable, String totalsTable, Clock clock) {
    this.expensesTable = expensesTable;
    this.totalsTable = totalsTable;
    this.clock = clock;
  }

  /**
   * What the change tells, if anything.
   *
   * @throws outlay.store.CorruptItem if it cannot be read
   */
  Optional<AlertHint> read(DynamoChange change) {
    if (change.table().equals(expensesTable)) {
      return change.newExpense().flatMap(AlertHints::hint);
    }
    if (change.table().equals(totalsTable)) {
      return Optional.of(month(change));
    }
    return Optional.of(
        new AlertHint.Month(YearMonth.now(clock.withZone(ZoneOffset.UTC)), List.of()));
  }

  private static Optional<AlertHint> hint(Expense expense) {
    return expense.content().type() == ExpenseType.EXPENSE && !expense.isDeleted()
        ? Optional.of(
            new AlertHint.Expense(
                expense.expenseId(),
                expense.content().date(),
                expense.content().category(),
                expense.content().money()))
        : Optional.empty();
  }

  /** Unreadable totals only leave the mail without the change that led to it. */
  private static AlertHint month(DynamoChange change) {
    LocalDate date = change.key().date("date");
    return new AlertHint.Month(
        YearMonth.from(date), growths(date, change.oldTotals(), change.newTotals()));
  }

  private static List<Growth> growths(LocalDate date, DayTotals before, DayTotals after) {
    List<Growth> growths = new ArrayList<>();
    after
        .currencies()
        .forEach(
            (currency, categories) -> {
              Map<String, CategoryTotals> earlier =
                  Optional.<Map<String, CategoryTotals>>ofNullable(
                          before.currencies().get(currency))
                      .orElse(Map.of());
              categories.forEach(
                  (category, now) -> {
                    CategoryTotals then = earlier.get(category);
                    long grown = now.spent() - (then == null ? 0 : then.spent());
                    if (grown > 0) {
                      growths.add(new Growth(date, currency, category, grown));
                    }
                  });
            });
    return growths;
  }
}
