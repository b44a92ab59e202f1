package outlay.totals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;

public abstract class DayStoreContract {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");
  private static final UserDay DAY = new UserDay("ann", LocalDate.of(2026, 1, 22));
  private static final Money TWELVE_FIFTY = new Money(1250, Currency.of("USD"));
  protected static final DayEntry LUNCH =
      new DayEntry(ExpenseType.EXPENSE, "Food", TWELVE_FIFTY, false);
  private static final DayEntry PAY = new DayEntry(ExpenseType.INCOME, "Pay", TWELVE_FIFTY, false);
  private static final DayEntry GONE =
      new DayEntry(ExpenseType.EXPENSE, "Food", TWELVE_FIFTY, true);
  private static final DayTotals TOTALS = DayTotals.of(List.of(LUNCH));

  protected abstract DayStore store();

  /** Records an expense, whatever counts it. */
  protected abstract void record(UserDay day, DayEntry entry);

  /** What was written of the day. */
  protected abstract DayTotals written(UserDay day);

  @Test
  void revision_ofADayNeverCounted_isNone() {
    assertThat(store().revision(DAY)).isEqualTo(DayStore.NONE);
  }

  @Test
  void put_theFirstTime_writesRevisionOne() {
    DayStore store = store();

    assertThat(store.put(DAY, DayStore.NONE, TOTALS, NOON)).isEmpty();

    assertThat(written(DAY)).isEqualTo(TOTALS);
    assertThat(store.put(DAY, 1, TOTALS, NOON)).isEmpty();
  }

  @Test
  void put_fromAnOlderRevision_isTurnedDown_andTellsTheNewerOne() {
    DayStore store = store();
    store.put(DAY, DayStore.NONE, TOTALS, NOON);
    store.put(DAY, 1, TOTALS, NOON);

    DayTotals older = DayTotals.of(List.of());
    assertThat(store.put(DAY, DayStore.NONE, older, NOON)).isEqualTo(OptionalLong.of(2));
    assertThat(store.put(DAY, 1, older, NOON)).isEqualTo(OptionalLong.of(2));
    assertThat(written(DAY)).isEqualTo(TOTALS);
  }

  @Test
  void put_fromARevisionOfADayThatHasNone_isTurnedDown() {
    assertThat(store().put(DAY, 3, TOTALS, NOON)).isEqualTo(OptionalLong.of(DayStore.NONE));
  }

  @Test
  void entries_areThoseOfTheUserAndDay_deletedOnesToo() {
    record(DAY, LUNCH);
    record(DAY, PAY);
    record(DAY, GONE);
    record(new UserDay("ann", LocalDate.of(2026, 1, 21)), LUNCH);
    record(new UserDay("bob", LocalDate.of(2026, 1, 22)), LUNCH);

    assertThat(store().entries(DAY)).containsExactlyInAnyOrder(LUNCH, PAY, GONE);
  }

  @Test
  void ahead_tellsOfEachDayOnce_andThenWhatIsThereByNow() {
    DayStore store = store();
    UserDay bobs = new UserDay("bob", DAY.day());
    UserDay annsNext = new UserDay(DAY.userId(), DAY.day().plusDays(1));
    store.put(bobs, DayStore.NONE, TOTALS, NOON);
    record(DAY, LUNCH);
    record(bobs, PAY);
    record(bobs, GONE);
    record(annsNext, PAY);

    DayStore ahead = store.ahead(List.of(DAY, bobs, annsNext));

    record(DAY, PAY);
    store.put(bobs, 1, TOTALS, NOON);
    assertThat(ahead.revision(DAY)).isEqualTo(DayStore.NONE);
    assertThat(ahead.revision(bobs)).isBetween(DayStore.NONE, 1L); // It may be behind.
    assertThat(ahead.entries(DAY)).containsExactly(LUNCH);
    assertThat(ahead.entries(bobs)).containsExactlyInAnyOrder(PAY, GONE);
    assertThat(ahead.entries(annsNext)).containsExactly(PAY);
    assertThat(ahead.entries(DAY)).containsExactlyInAnyOrder(LUNCH, PAY);
    assertThat(ahead.put(bobs, 1, TOTALS, NOON)).isEqualTo(OptionalLong.of(2));
  }

  @Test
  void ahead_ofADayThatWasAskedTwice_givesNothingThatIsOlderThanItsRevision() {
    DayStore store = store();
    UserDay bobs = new UserDay("bob", DAY.day());
    DayStore ahead = store.ahead(List.of(DAY, bobs));
    ahead.revision(DAY);
    record(DAY, LUNCH);

    ahead.revision(DAY);

    assertThat(ahead.entries(DAY)).containsExactly(LUNCH);
  }

  @Test
  void entries_ofADayWithoutExpenses_areNone() {
    assertThat(store().entries(DAY)).isEmpty();
  }
}
