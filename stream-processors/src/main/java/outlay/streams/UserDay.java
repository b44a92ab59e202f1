package outlay.streams;

import java.time.LocalDate;
import java.util.Optional;

/** A day of a user. */
record UserDay(String userId, LocalDate day) implements Subject {
  @Override
  public Optional<String> date() {
    return Optional.of(day.toString());
  }
}
