package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.DayTotals;

/** What was counted, to be compared with the rows. */
interface MonthTotals {
  /**
   * What one read of a segment gives.
   *
   * @param users of whom there are totals, each with what those in this page come to; may be none
   *     though more follow, and the next page may have more of one of them
   * @param next the cursor of the next page; empty after the last one
   */
  record Page(List<CountedUser> users, Optional<String> next) {}

  /** The totals of a month: the page at the cursor, or the first one. */
  Page users(YearMonth month, int segment, int segments, Optional<String> cursor);

  /** A user's counted days of a month; of one whose totals cannot be read, nothing. */
  Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month);
}
