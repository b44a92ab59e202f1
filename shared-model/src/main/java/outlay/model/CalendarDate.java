package outlay.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Dates as they are sent. Read by hand, since the first use of a formatter is slow (decision 0004).
 */
public final class CalendarDate {
  /** No date of ours is before this one. */
  public static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);

  private CalendarDate() {}

  /** Exactly {@code yyyy-MM-dd}, of a day that there is. */
  public static Optional<LocalDate> parse(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i != 4 && i != 7 && (c < '0' || c > '9')) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 5, 7, 10),
              Integer.parseInt(text, 8, 10, 10)));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }
}
