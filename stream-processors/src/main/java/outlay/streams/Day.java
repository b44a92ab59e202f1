package outlay.streams;

import java.util.Optional;
import outlay.totals.UserDay;

/** A user's day, to be counted again. */
record Day(UserDay userDay) implements Subject {
  @Override
  public String userId() {
    return userDay.userId();
  }

  @Override
  public Optional<String> date() {
    return Optional.of(userDay.day().toString());
  }
}
