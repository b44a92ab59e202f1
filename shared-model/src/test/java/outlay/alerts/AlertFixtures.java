package outlay.alerts;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.Money;
import outlay.model.Notice;

/** Alerts of Ann. */
public final class AlertFixtures {
  public static final Currency INR = Currency.of("INR");
  public static final YearMonth JANUARY = YearMonth.of(2026, 1);
  public static final Budget FOOD = budget(Optional.of("Food"), "5000");

  public static final Notice FOOD_AT_80 =
      new Notice(
          new Alert.BudgetReached("ann", JANUARY, FOOD, 80, inr("4100.50")),
          Optional.of(new Notice.Trigger(LocalDate.of(2026, 1, 22), "Food")));
  public static final Notice FOOD_EXCEEDED =
      new Notice(
          new Alert.BudgetReached("ann", JANUARY, FOOD, 100, inr("5999.99")), Optional.empty());
  public static final Notice RENT =
      new Notice(
          new Alert.LargeExpense(
              "ann", "e1", LocalDate.of(2026, 1, 22), "Rent", inr("900"), inr("500")),
          Optional.empty());

  private AlertFixtures() {}

  public static Money inr(String amount) {
    return Money.of(new BigDecimal(amount), INR);
  }

  public static Budget budget(Optional<String> category, String limit) {
    return new Budget(INR, category, inr(limit), List.of(80, 100), Optional.empty());
  }

  public static Notice large(String userId, String expenseId, String category) {
    return new Notice(
        new Alert.LargeExpense(
            userId, expenseId, LocalDate.of(2026, 1, 22), category, inr("900"), inr("500")),
        Optional.empty());
  }
}
