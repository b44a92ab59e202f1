package outlay.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import outlay.model.DayTotals;

/**
 * Reads what was counted. An expense is in it a moment after it is recorded; what was seen once
 * stays seen.
 *
 * <p>Each throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the
 * store does not answer; asking again is always safe.
 */
interface TotalsReader {
  /** One day's totals, and when they were counted. */
  record CountedDay(LocalDate date, DayTotals totals, Instant countedAt) {}

  /** The user's days in this range that were ever counted, in order. */
  List<CountedDay> days(String userId, DateRange range);

  /** Returns if the store can be read. */
  void reach();
}
