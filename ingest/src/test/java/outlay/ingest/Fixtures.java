package outlay.ingest;

import java.time.Instant;
import java.time.LocalDate;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;

/** Named values that several tests speak of. */
final class Fixtures {
  static final Instant NOON = Instant.parse("2026-01-22T12:00:00.123456Z");
  static final Instant LATER = Instant.parse("2026-01-22T12:00:05Z");
  static final Currency INR = Currency.of("INR");
  static final ExpenseContent LUNCH =
      new ExpenseContent(
          ExpenseType.EXPENSE, LocalDate.of(2026, 1, 22), "Food", new Money(12_000, INR), "Thali");
  static final ExpenseContent DINNER =
      new ExpenseContent(
          ExpenseType.EXPENSE,
          LocalDate.of(2026, 2, 1),
          "Food, evenings",
          new Money(9_999, Currency.of("JOD")),
          "");
  static final String ID = "019be5a7-2b7c-7abc-8def-0123456789ab";

  private Fixtures() {}

  static Expense recordedBy(String userId) {
    return Expense.recorded(userId, ID, LUNCH, NOON);
  }
}
