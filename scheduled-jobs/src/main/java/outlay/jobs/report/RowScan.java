package outlay.jobs.report;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Where the rows of a month come from, segment by segment, in no order. */
interface RowScan {
  /**
   * What one read gives.
   *
   * @param rows the month's, without what was deleted; may be none though more follow
   * @param unreadable how many expenses of the month are not what Outlay writes
   * @param next the cursor of the next page; empty after the last one
   */
  record Page(List<ReportRow> rows, int unreadable, Optional<String> next) {}

  /** The page at the cursor, or the first one. Sees what was stored before it was called. */
  Page page(YearMonth month, int segment, int segments, Optional<String> cursor);
}
