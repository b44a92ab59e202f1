package outlay.query;

import java.time.LocalDate;
import outlay.model.CalendarDate;

/** Days from {@code from} to {@code to}, both included; never none. */
record DateRange(LocalDate from, LocalDate to) {
  /** The last day that four digits can name. */
  static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

  /** Every day that an expense can have. */
  static final DateRange ALL = new DateRange(CalendarDate.EARLIEST, LATEST);

  DateRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a range ends before it starts");
    }
  }

  boolean contains(LocalDate date) {
    return !date.isBefore(from) && !date.isAfter(to);
  }
}
