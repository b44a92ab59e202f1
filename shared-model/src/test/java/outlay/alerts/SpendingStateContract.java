package outlay.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outlay.model.Budget;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Notice;
import outlay.totals.UserDay;

abstract class SpendingStateContract {
  private static final YearMonth FEBRUARY = YearMonth.of(2026, 2);

  abstract SpendingState state();

  abstract void setBudget(String userId, Budget budget);

  abstract void setTotals(UserDay day, DayTotals totals);

  /** Stores the alert, sent or still pending. */
  abstract void setAlert(Notice notice, boolean sent);

  @Test
  void budgets_areTheUsersOwn() {
    Budget all = AlertFixtures.budget(Optional.empty(), "9000");
    setBudget("ann", all);
    setBudget("ann", AlertFixtures.FOOD);
    setBudget("bob", AlertFixtures.FOOD);

    assertThat(state().budgets("ann").readable())
        .containsExactlyInAnyOrder(all, AlertFixtures.FOOD);
    assertThat(state().budgets("ann").unreadable()).isEmpty();
    assertThat(state().budgets("carol").readable()).isEmpty();
  }

  @Test
  void spending_isThatOfTheUserAndMonth() {
    for (String date : List.of("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")) {
      setTotals(new UserDay("ann", LocalDate.parse(date)), food("10"));
    }
    setTotals(new UserDay("bob", LocalDate.of(2026, 2, 14)), food("10"));

    assertThat(state().spending("ann", FEBRUARY).against(AlertFixtures.FOOD))
        .isEqualTo(AlertFixtures.inr("20"));
  }

  @Test
  void ahead_tellsOfManyUsersOnce_andThenWhatIsThereByNow() {
    setBudget("ann", AlertFixtures.FOOD);
    for (String user : List.of("ann", "bob")) {
      setTotals(new UserDay(user, LocalDate.of(2026, 2, 1)), food("10"));
      setTotals(new UserDay(user, LocalDate.of(2026, 2, 28)), food("10"));
      setTotals(new UserDay(user, LocalDate.of(2026, 3, 1)), food("10"));
    }

    SpendingState ahead =
        state().ahead(Map.of("ann", Set.of(FEBRUARY), "bob", Set.of(FEBRUARY), "carol", Set.of()));

    setBudget("bob", AlertFixtures.FOOD);
    setTotals(new UserDay("ann", LocalDate.of(2026, 2, 14)), food("10"));
    assertThat(ahead.budgets("ann").readable()).containsExactly(AlertFixtures.FOOD);
    assertThat(ahead.budgets("bob").readable()).isEmpty();
    assertThat(ahead.budgets("bob").readable()).containsExactly(AlertFixtures.FOOD);
    assertThat(ahead.budgets("carol").readable()).isEmpty();
    assertThat(ahead.spending("ann", FEBRUARY).against(AlertFixtures.FOOD))
        .isEqualTo(AlertFixtures.inr("20"));
    assertThat(ahead.spending("ann", FEBRUARY).against(AlertFixtures.FOOD))
        .isEqualTo(AlertFixtures.inr("30"));
    assertThat(ahead.spending("bob", FEBRUARY).against(AlertFixtures.FOOD))
        .isEqualTo(AlertFixtures.inr("20"));
  }

  @Test
  void spending_ofAMonthWithoutTotals_isNone() {
    assertThat(state().spending("ann", FEBRUARY).currencies()).isEmpty();
  }

  @Test
  void sentAlerts_areThoseOfTheMonthThatWereSent() {
    setAlert(AlertFixtures.FOOD_AT_80, true);
    setAlert(AlertFixtures.FOOD_EXCEEDED, false);
    setAlert(AlertFixtures.RENT, true);

    assertThat(state().sentAlerts("ann", AlertFixtures.JANUARY))
        .isEqualTo(Set.of("2026-01#INR#Food#80#5000"));
    assertThat(state().sentAlerts("ann", FEBRUARY)).isEmpty();
    assertThat(state().sentAlerts("bob", AlertFixtures.JANUARY)).isEmpty();
  }

  @Test
  void sentAlerts_ofARange_areThoseInItThatWereSent() {
    for (String id : List.of("e1", "e2", "e4", "e5")) {
      setAlert(AlertFixtures.large("ann", id, "Rent"), true);
    }
    setAlert(AlertFixtures.large("ann", "e3", "Rent"), false);
    setAlert(AlertFixtures.large("bob", "e3", "Rent"), true);

    assertThat(state().sentAlerts("ann", "expense#e2", "expense#e4"))
        .isEqualTo(Set.of("expense#e2", "expense#e4"));
  }

  static DayTotals food(String amount) {
    return DayTotals.of(
        List.of(
            new DayEntry(ExpenseType.EXPENSE, "Food", AlertFixtures.inr(amount), false),
            new DayEntry(ExpenseType.INCOME, "Food", AlertFixtures.inr("1"), false)));
  }
}
