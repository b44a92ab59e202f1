package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsTest {
  private static final Currency INR = Currency.of("INR");
  private static final Currency JPY = Currency.of("JPY");
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);
  private static final Budgets.Defaults DEFAULTS =
      new Budgets.Defaults(new BigDecimal(10_000), List.of(80, 100), new BigDecimal(500));

  @ParameterizedTest
  @CsvSource({
    "7999.99, ''",
    "8000, 80",
    "9999.99, 80",
    "10000, '80,100'",
    "99999999999.99, '80,100'"
  })
  void withoutBudgets_theDefaultHolds(String spent, String levels) {
    assertThat(levels(new Budgets(List.of(), DEFAULTS), spent)).isEqualTo(levels);
  }

  @Test
  void aBudgetOfAllSpending_takesTheDefaultsPlace_inItsCurrencyOnly() {
    Budgets budgets = new Budgets(List.of(budget(Optional.empty(), "50000")), DEFAULTS);

    List<Alert.BudgetReached> reached =
        budgets.reachedBy(
            MonthSpending.of(
                List.of(DayTotals.of(List.of(spent("Food", "20000"), yen("Food", 10_000))))),
            "ann",
            JANUARY);

    assertThat(reached)
        .extracting(Alert::id)
        .containsExactly("2026-01#JPY#80#10000", "2026-01#JPY#100#10000");
  }

  @Test
  void aBudgetOfACategory_standsBesideTheDefault() {
    Budgets budgets = new Budgets(List.of(budget(Optional.of("Food"), "100")), DEFAULTS);

    List<Alert.BudgetReached> reached =
        budgets.reachedBy(
            MonthSpending.of(
                List.of(DayTotals.of(List.of(spent("Food", "90"), spent("Rent", "9910"))))),
            "ann",
            JANUARY);

    assertThat(reached)
        .extracting(Alert::id)
        .containsExactlyInAnyOrder(
            "2026-01#INR#Food#80#100", "2026-01#INR#80#10000", "2026-01#INR#100#10000");
  }

  @Test
  void income_reachesNothing() {
    DayEntry pay =
        new DayEntry(ExpenseType.INCOME, "Pay", Money.of(new BigDecimal(50_000), INR), false);

    assertThat(
            new Budgets(List.of(), DEFAULTS)
                .reachedBy(MonthSpending.of(List.of(DayTotals.of(List.of(pay)))), "ann", JANUARY))
        .isEmpty();
  }

  @Test
  void largeExpense_isTheBudgetsOwn_elseTheDefault() {
    Budget own =
        new Budget(
            INR,
            Optional.empty(),
            Money.of(new BigDecimal(1), INR),
            List.of(),
            Optional.of(new Money(70_000, INR)));
    Budgets budgets = new Budgets(List.of(own), DEFAULTS);

    assertThat(budgets.largeExpense(INR)).isEqualTo(new Money(70_000, INR));
    assertThat(budgets.largeExpense(JPY)).isEqualTo(new Money(500, JPY));
  }

  @Test
  void anAlertsId_namesTheLimit_soThatAChangedOneIsToldAgain() {
    Money spent = Money.of(new BigDecimal("95.5"), INR);

    assertThat(
            new Alert.BudgetReached("ann", JANUARY, budget(Optional.of("a#b"), "100.50"), 80, spent)
                .id())
        .isEqualTo("2026-01#INR#a#b#80#100.5");
    assertThat(
            new Alert.BudgetReached("ann", JANUARY, budget(Optional.empty(), "10000"), 80, spent)
                .id())
        .isEqualTo("2026-01#INR#80#10000");
  }

  private static String levels(Budgets budgets, String spent) {
    return budgets
        .reachedBy(
            MonthSpending.of(List.of(DayTotals.of(List.of(spent("Food", spent))))), "ann", JANUARY)
        .stream()
        .map(reached -> Integer.toString(reached.level()))
        .collect(java.util.stream.Collectors.joining(","));
  }

  private static Budget budget(Optional<String> category, String limit) {
    return new Budget(
        INR, category, Money.of(new BigDecimal(limit), INR), List.of(80, 100), Optional.empty());
  }

  private static DayEntry spent(String category, String amount) {
    return new DayEntry(
        ExpenseType.EXPENSE, category, Money.of(new BigDecimal(amount), INR), false);
  }

  private static DayEntry yen(String category, long amount) {
    return new DayEntry(ExpenseType.EXPENSE, category, new Money(amount, JPY), false);
  }
}
