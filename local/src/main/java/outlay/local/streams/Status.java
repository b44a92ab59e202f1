package outlay.local.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What a poller did so far. Counted by its threads, read by others. */
final class Status {
  private final LongAdder handled = new LongAdder();
  private final LongAdder filtered = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final LongAdder invocations = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile Optional<String> lastError = Optional.empty();

  void handled(int records) {
    handled.add(records);
  }

  void filtered() {
    filtered.increment();
  }

  void gaveUp(int records) {
    givenUp.add(records);
  }

  void invoked() {
    invocations.increment();
  }

  void failed(String error) {
    failures.increment();
    lastError = Optional.of(error);
  }

  StreamPoller.Reading reading(String mapping, int behind, Duration lag) {
    return new StreamPoller.Reading(
        mapping,
        handled.sum(),
        filtered.sum(),
        givenUp.sum(),
        invocations.sum(),
        failures.sum(),
        behind,
        lag,
        lastError);
  }

  /** Rises whenever something may have been done to other tables. */
  long activity() {
    return handled.sum() + givenUp.sum() + invocations.sum();
  }
}
