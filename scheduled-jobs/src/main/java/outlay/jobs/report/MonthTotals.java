package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.model.DayTotals;

/** What was counted, to be compared with the rows. */
interface MonthTotals {
  /**
   * What one read of a segment gives.
   *
   * @param users may be none though more follow; one may be in the next page again
   * @param next the cursor of the next page; empty after the last one
   */
  record Page(Set<String> users, Optional<String> next) {}

  /**
   * The users of whom something was counted in a month, or whose totals cannot be read: the page at
   * the cursor, or the first one.
   */
  Page users(YearMonth month, int segment, int segments, Optional<String> cursor);

  /** A user's counted days of a month; of one whose totals cannot be read, nothing. */
  Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month);
}
