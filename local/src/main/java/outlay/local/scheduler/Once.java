package outlay.local.scheduler;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** {@code at(2026-01-31T23:59:00)}. */
record Once(LocalDateTime time) {
  static Once at(String text) {
    try {
      if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d")) {
        return new Once(LocalDateTime.parse(text));
      }
    } catch (DateTimeParseException noSuchDay) {
      throw Refusal.invalid("Invalid Schedule Expression at(" + text + "): no such time.");
    }
    throw Refusal.invalid("Invalid Schedule Expression at(" + text + "): not yyyy-mm-ddThh:mm:ss.");
  }

  Optional<LocalDateTime> next(LocalDateTime after) {
    return after.isBefore(time) ? Optional.of(time) : Optional.empty();
  }
}
