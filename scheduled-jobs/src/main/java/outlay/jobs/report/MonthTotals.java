package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import outlay.model.DayTotals;

/** What was counted, to be compared with the rows. */
interface MonthTotals {
  /** A user's counted days of a month; of one whose totals cannot be read, nothing. */
  Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month);
}
