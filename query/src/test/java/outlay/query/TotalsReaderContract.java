package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.NOON;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.query.TotalsReader.CountedDay;

/** What every totals reader does; the fake and its real twin pass it alike. */
abstract class TotalsReaderContract {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  abstract TotalsReader reader();

  abstract void put(String userId, LocalDate date, DayTotals totals, Instant countedAt);

  @Test
  void days_never_isNone() {
    assertThat(reader().days("asha", DateRange.ALL)).isEmpty();
  }

  @Test
  void days_areThoseOfTheUserInTheRangeInOrder() {
    put("asha", FIRST.plusDays(2), spent(3), NOON.plusSeconds(3));
    put("asha", FIRST, spent(1), NOON);
    put("asha", FIRST.plusDays(1), DayTotals.of(List.of()), NOON);
    put("asha", FIRST.minusDays(1), spent(7), NOON);
    put("asha", FIRST.plusDays(3), spent(8), NOON);
    put("ben", FIRST, spent(9), NOON);

    assertThat(reader().days("asha", new DateRange(FIRST, FIRST.plusDays(2))))
        .containsExactly(
            new CountedDay(FIRST, spent(1), NOON),
            new CountedDay(FIRST.plusDays(1), DayTotals.of(List.of()), NOON),
            new CountedDay(FIRST.plusDays(2), spent(3), NOON.plusSeconds(3)));
  }

  @Test
  void days_moreThanOneAnswerHolds_areAllThere() {
    DayTotals large =
        DayTotals.of(
            IntStream.range(0, 200)
                .mapToObj(number -> entry("Category of a rather long name " + number, 1))
                .toList());
    for (int day = 0; day < 150; day++) {
      put("asha", FIRST.plusDays(day), large, NOON);
    }

    assertThat(reader().days("asha", DateRange.ALL))
        .extracting(CountedDay::date)
        .isEqualTo(IntStream.range(0, 150).mapToObj(FIRST::plusDays).toList());
  }

  @Test
  void reach_returns() {
    reader().reach();
  }

  private static DayTotals spent(long minorUnits) {
    return DayTotals.of(List.of(entry("Food", minorUnits)));
  }

  private static DayEntry entry(String category, long minorUnits) {
    return new DayEntry(ExpenseType.EXPENSE, category, new Money(minorUnits, INR), false);
  }
}
