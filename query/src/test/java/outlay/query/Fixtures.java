package outlay.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import outlay.model.Budgets;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;

/** Named values that several tests speak of. */
final class Fixtures {
  static final Instant NOON = Instant.parse("2026-01-22T12:00:00.123456Z");
  static final Currency INR = Currency.of("INR");
  static final Currency JPY = Currency.of("JPY");

  /** 2026-01-22, Food, INR 120.00, Thali. */
  static final ExpenseContent LUNCH =
      new ExpenseContent(
          ExpenseType.EXPENSE, LocalDate.of(2026, 1, 22), "Food", new Money(12_000, INR), "Thali");

  /** As in the template. */
  static final Budgets.Defaults DEFAULTS = Budgets.Defaults.parse("10000", "80,100", "500");

  private Fixtures() {}

  /** Ids in the order of their numbers. */
  static String id(int number) {
    return "019be5a7-2b7c-7abc-8def-" + HexFormat.of().toHexDigits(number, 12);
  }

  static Expense expense(String userId, int number, ExpenseContent content) {
    return Expense.recorded(userId, id(number), content, NOON);
  }

  static ExpenseContent on(String date, ExpenseContent content) {
    return new ExpenseContent(
        content.type(),
        LocalDate.parse(date),
        content.category(),
        content.money(),
        content.description());
  }

  static ExpenseContent in(String category, ExpenseContent content) {
    return new ExpenseContent(
        content.type(), content.date(), category, content.money(), content.description());
  }

  static ExpenseContent of(Money money, ExpenseContent content) {
    return new ExpenseContent(
        content.type(), content.date(), content.category(), money, content.description());
  }

  static ExpenseContent as(ExpenseType type, ExpenseContent content) {
    return new ExpenseContent(
        type, content.date(), content.category(), content.money(), content.description());
  }

  static ExpenseContent saying(String description, ExpenseContent content) {
    return new ExpenseContent(
        content.type(), content.date(), content.category(), content.money(), description);
  }
}
