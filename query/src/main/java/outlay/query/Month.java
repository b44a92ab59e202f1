package outlay.query;

import java.time.YearMonth;
import java.util.Optional;
import outlay.model.CalendarDate;

/** Months as they are sent: {@code 2026-01}. */
final class Month {
  private Month() {}

  /** Exactly {@code yyyy-MM}, from 1970 on. */
  static Optional<YearMonth> parse(String text) {
    return text.length() == 7
        ? CalendarDate.parse(text + "-01")
            .filter(first -> !first.isBefore(CalendarDate.EARLIEST))
            .map(YearMonth::from)
        : Optional.empty();
  }

  /** All days of the month. */
  static DateRange days(YearMonth month) {
    return new DateRange(month.atDay(1), month.atEndOfMonth());
  }
}
