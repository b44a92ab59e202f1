package outlay.streams;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import outlay.alerts.AlertLog;
import outlay.alerts.SpendingState;
import outlay.store.Backoff;
import outlay.totals.DayCounter;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

/** The places of a {@link World} that a guard lies in: here as they are, in {@link Mutant} not. */
interface Parts {
  Parts REAL = new Parts() {};

  /** Whether totals that rest on {@code revision} may be written over those at {@code current}. */
  default boolean mayWrite(long revision, long current) {
    return revision == current;
  }

  /** What counting reads from. */
  default DayStore reading(DayStore store, Random random) {
    return store;
  }

  default ToIntFunction<UserDay> counter(SimulatedDays store, DayStore days, Backoff backoff) {
    return new DayCounter(days, Clock.systemUTC(), backoff)::count;
  }

  /** What counts many days by few calls. */
  default DayStore.Together together(DayStore days, Collection<UserDay> many) {
    Backoff never = new Backoff(Duration.ZERO, Duration.ZERO, bound -> 0, millis -> {});
    return new DayCounter(days, Clock.systemUTC(), never).countTogether(many);
  }

  /** What Totals sees of a change. */
  default DynamoChange seen(DynamoChange change) {
    return change;
  }

  default Optional<String> lowest(
      Collection<String> numbers, Function<Collection<String>, Optional<String>> real) {
    return real.apply(numbers);
  }

  default Reaction<User, AlertHint> raising(Reaction<User, AlertHint> real, SpendingState state) {
    return real;
  }

  default AlertLog log(AlertLog real) {
    return real;
  }
}
