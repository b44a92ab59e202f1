package outlay.jobs.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * The months whose alerts are raised late: the one before, the current one, and those ahead, in
 * which an expense can be dated up to a year. Older ones are told by Alerts or not at all: nobody
 * wants to hear of 2019 because a table was imported.
 *
 * <p>By UTC: a user's own month may be the next one already, which is among them.
 */
record AlertMonths(YearMonth first, YearMonth last) {
  static AlertMonths at(Instant now) {
    YearMonth current = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    return new AlertMonths(current.minusMonths(1), current.plusYears(1));
  }

  boolean has(LocalDate date) {
    YearMonth month = YearMonth.from(date);
    return !month.isBefore(first) && !month.isAfter(last);
  }
}
