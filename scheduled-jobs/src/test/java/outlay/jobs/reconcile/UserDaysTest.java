package outlay.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;

class UserDaysTest {
  private static final DayEntry LUNCH = entry(1250, false);
  private static final DayTotals ONE_LUNCH = DayTotals.of(List.of(LUNCH));

  @Test
  void days_ofEither_comeInOrder() {
    UserDays days =
        days(
            List.of(seen("ann", "2026-01-02"), seen("ann", "2026-01-04")),
            List.of(
                stored("2026-01-01", ONE_LUNCH),
                stored("2026-01-02", ONE_LUNCH),
                stored("2026-01-05", ONE_LUNCH)));

    assertThat(all(days))
        .extracting(UserDays.Day::date, UserDays.Day::agrees)
        .containsExactly(
            tuple("2026-01-01", false),
            tuple("2026-01-02", true),
            tuple("2026-01-04", false),
            tuple("2026-01-05", false));
  }

  @Test
  void days_endBeforeTheNextUser() {
    PeekingIterator<UserDays.StoredExpense> expenses =
        new PeekingIterator<>(
            List.of(seen("ann", "2026-01-02"), seen("bob", "2026-01-02")).iterator());

    List<UserDays.Day> days =
        all(new UserDays("ann", expenses, List.<UserDays.StoredTotals>of().iterator()));

    assertThat(days).hasSize(1);
    assertThat(expenses.peek().map(UserDays.StoredExpense::userId)).contains("bob");
  }

  @Test
  void aDay_isTheSumOfItsExpenses_eachShown() {
    List<UserDays.StoredExpense> shown = new ArrayList<>();
    UserDays days =
        days(
            List.of(
                seen("ann", "2026-01-02"),
                new UserDays.StoredExpense(
                    "ann", "2026-01-02", "gone", Optional.of(entry(1, true))),
                seen("ann", "2026-01-02")),
            List.of());

    UserDays.Day day = days.take(shown::add);

    assertThat(day.counted()).contains(DayTotals.of(List.of(LUNCH, LUNCH)));
    assertThat(day.stored()).contains(DayTotals.NONE);
    assertThat(shown).hasSize(3);
  }

  @Test
  void aDayOfDeletedExpenses_agreesWithNoTotals() {
    UserDays days =
        days(
            List.of(
                new UserDays.StoredExpense(
                    "ann", "2026-01-02", "gone", Optional.of(entry(1, true)))),
            List.of());

    assertThat(days.take(expense -> {}).agrees()).isTrue();
  }

  @Test
  void anUnreadableExpense_leavesItsDayUncounted() {
    UserDays days =
        days(
            List.of(
                seen("ann", "2026-01-01"),
                new UserDays.StoredExpense("ann", "2026-01-01", "poison", Optional.empty()),
                seen("ann", "2026-01-02")),
            List.of(stored("2026-01-02", ONE_LUNCH)));

    assertThat(days.take(expense -> {}).counted()).isEmpty();
    assertThat(days.take(expense -> {}).agrees()).isTrue();
  }

  @Test
  void aSumThatDoesNotFit_leavesItsDayUncounted() {
    UserDays.StoredExpense huge =
        new UserDays.StoredExpense(
            "ann", "2026-01-01", "huge", Optional.of(entry(Long.MAX_VALUE - 1, false)));

    assertThat(days(List.of(huge, huge), List.of()).take(expense -> {}).counted()).isEmpty();
  }

  @Test
  void unreadableTotals_differ() {
    UserDays days =
        days(List.of(), List.of(new UserDays.StoredTotals("2026-01-01", Optional.empty())));

    assertThat(days.take(expense -> {}).agrees()).isFalse();
  }

  private static UserDays days(
      List<UserDays.StoredExpense> expenses, List<UserDays.StoredTotals> totals) {
    return new UserDays("ann", new PeekingIterator<>(expenses.iterator()), totals.iterator());
  }

  private static List<UserDays.Day> all(UserDays days) {
    List<UserDays.Day> all = new ArrayList<>();
    while (days.nextDate().isPresent()) {
      all.add(days.take(expense -> {}));
    }
    return all;
  }

  private static UserDays.StoredExpense seen(String userId, String date) {
    return new UserDays.StoredExpense(userId, date, "e", Optional.of(LUNCH));
  }

  private static UserDays.StoredTotals stored(String date, DayTotals totals) {
    return new UserDays.StoredTotals(date, Optional.of(totals));
  }

  private static DayEntry entry(long minorUnits, boolean deleted) {
    return new DayEntry(
        ExpenseType.EXPENSE, "Food", new Money(minorUnits, Currency.of("USD")), deleted);
  }
}
