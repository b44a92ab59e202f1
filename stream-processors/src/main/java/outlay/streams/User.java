package outlay.streams;

import java.util.Optional;

/** A user, whose alerts of a batch belong together. */
record User(String userId) implements Subject {
  @Override
  public Optional<String> date() {
    return Optional.empty();
  }
}
