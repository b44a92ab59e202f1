package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;
import static outlay.query.Fixtures.NOON;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.model.Budget;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.query.Gateway.Answer;

/** Asked on 2026-01-22. */
class BudgetQueriesTest {
  private static final String FOOD =
      "\"currency\":\"INR\",\"category\":\"Food/Drink\",\"limit\":500.00,\"alertLevels\":[50],";

  private final InMemoryTotalsReader totals = new InMemoryTotalsReader();
  private final InMemoryBudgetReader budgets = new InMemoryBudgetReader();
  private final Gateway gateway =
      new Gateway(
          new QueryHandler.Readers(
              new InMemoryExpenseReader(),
              totals,
              budgets,
              new InMemoryAlertReader(),
              new InMemoryOrganizationReader()));

  BudgetQueriesTest() {
    budgets.put(
        "asha",
        new Budget(
            INR, Optional.of("Food/Drink"), new Money(50_000, INR), List.of(50), Optional.empty()));
  }

  @Test
  void list_ownAndDefault_byCurrencyAndCategory() {
    spend("asha", "2026-01-11", new Money(11_000, INR), "Food/Drink");
    spend("asha", "2026-01-12", new Money(22, JPY), "Fun");
    spend("asha", "2025-12-31", new Money(99_999, INR), "Food/Drink");
    spend("ben", "2026-01-11", new Money(77_777, INR), "Food/Drink");

    Answer answer = gateway.get("asha", "/budgets");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"month\":\"2026-01\",\"items\":["
                + "{\"currency\":\"INR\",\"limit\":10000.00,\"alertLevels\":[80,100],\"default\":true,"
                + "\"spent\":110.00,\"left\":9890.00,\"percent\":1.1,\"projected\":155.00},"
                + "{"
                + FOOD
                + "\"spent\":110.00,\"left\":390.00,\"percent\":22.0,\"projected\":155.00},"
                + "{\"currency\":\"JPY\",\"limit\":10000,\"alertLevels\":[80,100],\"default\":true,"
                + "\"spent\":22,\"left\":9978,\"percent\":0.2,\"projected\":31}]}");
  }

  @Test
  void list_anotherMonth_isOfThatOne() {
    spend("asha", "2025-12-31", new Money(50_001, INR), "Food/Drink");

    Answer answer = gateway.get("asha", "/budgets?month=2025-12");

    assertThat(answer.json().get("month").asText()).isEqualTo("2025-12");
    assertThat(answer.json().at("/items/1/exceededOn").asText()).isEqualTo("2025-12-31");
    assertThat(answer.json().at("/items/1").has("projected")).isFalse();
  }

  @Test
  void list_nothingSet_isEmpty() {
    assertThat(gateway.get("ben", "/budgets").body())
        .isEqualTo("{\"month\":\"2026-01\",\"items\":[]}");
  }

  @ParameterizedTest
  @CsvSource({
    "/budgets/INR/Food%2FDrink",
    "/budgets/INR/Food/Drink",
    "/budgets/INR?category=Food%2FDrink",
    "/budgets/INR/Food%2FDrink?month=2026-01"
  })
  void get_own_hasItsSpending(String path) {
    spend("asha", "2026-01-11", new Money(11_000, INR), "Food/Drink");

    assertThat(gateway.get("asha", path).body())
        .isEqualTo(
            "{\"month\":\"2026-01\","
                + FOOD
                + "\"spent\":110.00,\"left\":390.00,\"percent\":22.0,\"projected\":155.00}");
  }

  @ParameterizedTest
  @CsvSource({
    "asha, /budgets/INR",
    "asha, /budgets/INR/food%2Fdrink",
    "ben, /budgets/INR/Food%2FDrink"
  })
  void get_absentOrAnothers_isNotFound(String user, String path) {
    Answer answer = gateway.get(user, path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(gateway.get("nobody", "/budgets/EUR").body());
  }

  @ParameterizedTest
  @CsvSource({
    "/budgets?month=2026-13, month not_a_month",
    "/budgets?month=2026-1, month not_a_month",
    "/budgets?month=../../x, month not_a_month",
    "/budgets?month=, month not_a_month",
    "/budgets?month=1969-12, month not_a_month",
    "/budgets?month=2026-01-01, month not_a_month",
    "/budgets?month=2026-01&month=2026-02, month duplicate_parameter",
    "/budgets?user=ben, user unknown_parameter",
    "/budgets/XXX, currency unknown_currency",
    "/budgets/inr, currency unknown_currency",
    "/budgets/INR?category=, category blank",
    "/budgets/INR/%00, category invalid_character",
    "/budgets/INR/a?category=b, category duplicate_parameter",
    "/budgets/INR?month=x, month not_a_month",
  })
  void wrong_isNamed(String path, String error) {
    Answer answer = gateway.get("asha", path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors()).containsExactly(error);
  }

  private void spend(String user, String date, Money money, String category) {
    totals.put(
        user,
        LocalDate.parse(date),
        DayTotals.of(List.of(new DayEntry(ExpenseType.EXPENSE, category, money, false))),
        NOON);
  }
}
