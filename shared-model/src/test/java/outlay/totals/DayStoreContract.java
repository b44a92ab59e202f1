package outlay.totals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;

public abstract class DayStoreContract {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");
  private static final UserDay DAY = new UserDay("ann", LocalDate.of(2026, 1, 22));
  private static final UserDay BOBS = new UserDay("bob", DAY.day());
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
  void readTogether_tellsOfEachDayItsRevisionAndExpenses() {
    DayStore store = store();
    store.put(BOBS, DayStore.NONE, TOTALS, NOON);
    record(DAY, LUNCH);
    record(BOBS, PAY);
    record(BOBS, GONE);
    record(new UserDay("carol", DAY.day()), LUNCH);

    Map<UserDay, DayStore.Read> read = store.readTogether(List.of(DAY, BOBS));

    assertThat(read)
        .containsOnlyKeys(DAY, BOBS)
        .containsEntry(DAY, new DayStore.Read(DayStore.NONE, List.of(LUNCH)))
        .hasEntrySatisfying(
            BOBS,
            bobs -> {
              assertThat(bobs.revision()).isBetween(DayStore.NONE, 1L); // It may be behind.
              assertThat(bobs.entries()).containsExactlyInAnyOrder(PAY, GONE);
            });
  }

  @Test
  void putTogether_writesFirstAndNextRevisions() {
    DayStore store = store();
    store.put(BOBS, DayStore.NONE, TOTALS, NOON);
    DayTotals none = DayTotals.of(List.of());

    DayStore.Together together =
        store.putTogether(
            List.of(
                new DayStore.Next(DAY, DayStore.NONE, TOTALS), new DayStore.Next(BOBS, 1, none)),
            NOON);

    assertThat(together).isEqualTo(new DayStore.Together(Set.of(DAY, BOBS), 0));
    assertThat(written(DAY)).isEqualTo(TOTALS);
    assertThat(written(BOBS)).isEqualTo(none);
    assertThat(store.put(DAY, 1, none, NOON)).isEmpty();
    assertThat(store.put(BOBS, 2, TOTALS, NOON)).isEmpty();
  }

  @Test
  void putTogether_fromAnOlderRevision_isTurnedDown_andTheOthersAreWritten() {
    DayStore store = store();
    UserDay carols = new UserDay("carol", DAY.day());
    UserDay dans = new UserDay("dan", DAY.day());
    store.put(DAY, DayStore.NONE, TOTALS, NOON);
    store.put(BOBS, DayStore.NONE, TOTALS, NOON);
    store.put(BOBS, 1, TOTALS, NOON);
    DayTotals older = DayTotals.of(List.of());

    DayStore.Together together =
        store.putTogether(
            List.of(
                new DayStore.Next(DAY, DayStore.NONE, older),
                new DayStore.Next(BOBS, 1, older),
                new DayStore.Next(carols, 3, older),
                new DayStore.Next(dans, DayStore.NONE, older)),
            NOON);

    assertThat(together).isEqualTo(new DayStore.Together(Set.of(dans), 3));
    assertThat(written(DAY)).isEqualTo(TOTALS);
    assertThat(written(BOBS)).isEqualTo(TOTALS);
    assertThat(written(dans)).isEqualTo(older);
    assertThat(store.revision(carols)).isEqualTo(DayStore.NONE);
  }

  @Test
  void putTogether_ofMoreThanACallTakes_writesAll() {
    List<UserDay> days =
        IntStream.range(0, 50).mapToObj(i -> new UserDay("user" + i, DAY.day())).toList();

    DayStore.Together together =
        store()
            .putTogether(
                days.stream().map(day -> new DayStore.Next(day, DayStore.NONE, TOTALS)).toList(),
                NOON);

    assertThat(together.written()).containsExactlyInAnyOrderElementsOf(days);
    assertThat(days).extracting(this::written).containsOnly(TOTALS);
  }

  @Test
  void entries_ofADayWithoutExpenses_areNone() {
    assertThat(store().entries(DAY)).isEmpty();
  }
}
