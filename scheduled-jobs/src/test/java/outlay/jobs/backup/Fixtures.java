package outlay.jobs.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;

final class Fixtures {
  static final Instant NIGHT = Instant.parse("2026-11-21T04:15:00.000123Z");

  private Fixtures() {}

  /** An expense of this user, the same for the same number. */
  static Expense expense(String userId, int number, Instant recordedAt) {
    return Expense.recorded(
        userId,
        new UUID(7, number).toString(),
        new ExpenseContent(
            number % 5 == 0 ? ExpenseType.INCOME : ExpenseType.EXPENSE,
            LocalDate.of(2026, 1, 1 + number % 28),
            "Käse & Brot | \"№" + number % 3,
            new Money(100 + number, Currency.of(number % 2 == 0 ? "JPY" : "JOD")),
            "'; DROP TABLE expenses; -- :name 🧀"),
        recordedAt);
  }
}
