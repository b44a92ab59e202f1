package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

/** Totals are exact over random histories, and would not be without each of their guards. */
class TotalsSimulationTest {
  private static final int SEEDS = 200;
  private static final int OPERATIONS = 300;

  @Test
  void anyHistory_endsExact() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(new TotalsSimulation(seed, OPERATIONS).wrongDays()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void withoutTheRevisionCondition_goesWrong() {
    assertGoesWrong(
        seed ->
            new TotalsSimulation(seed, OPERATIONS) {
              @Override
              SimulatedDays store(Random random, Turns turns, double faults) {
                return new SimulatedDays(random, turns, faults) {
                  @Override
                  boolean allows(long revision, long current) {
                    return true;
                  }
                };
              }
            });
  }

  @Test
  void queryBeforeTheRevisionIsRead_goesWrong() {
    assertGoesWrong(
        seed ->
            new TotalsSimulation(seed, OPERATIONS) {
              @Override
              ToIntFunction<UserDay> counter(DayStore days) {
                return day -> {
                  for (int conflicts = 0; ; conflicts++) {
                    DayTotals totals = DayTotals.of(days.entries(day));
                    if (days.put(day, days.revision(day), totals, Instant.EPOCH).isEmpty()) {
                      return conflicts;
                    }
                  }
                };
              }
            });
  }

  @Test
  void anEqualValueSkipped_goesWrong() {
    assertGoesWrong(
        seed ->
            new TotalsSimulation(seed, OPERATIONS) {
              @Override
              ToIntFunction<UserDay> counter(DayStore days) {
                return day -> {
                  long revision = days.revision(day);
                  for (int conflicts = 0; ; conflicts++) {
                    DayTotals totals = DayTotals.of(days.entries(day));
                    if (((SimulatedDays) days).totals(day).equals(totals)) {
                      return conflicts;
                    }
                    OptionalLong now = days.put(day, revision, totals, Instant.EPOCH);
                    if (now.isEmpty()) {
                      return conflicts;
                    }
                    revision = now.getAsLong();
                  }
                };
              }
            });
  }

  @Test
  void anEventuallyConsistentQuery_goesWrong() {
    assertGoesWrong(
        seed ->
            new TotalsSimulation(seed, OPERATIONS) {
              @Override
              SimulatedDays store(Random random, Turns turns, double faults) {
                return new Lagging(random, turns, faults);
              }
            });
  }

  @Test
  void onlyTheNewImagesDay_goesWrong() {
    assertGoesWrong(
        seed ->
            new TotalsSimulation(seed, OPERATIONS) {
              @Override
              Map<Day, Instant> days(CountDays counting, DynamoChange change) {
                return counting.read(
                    new DynamoChange(
                        change.table(),
                        change.at(),
                        change.keys(),
                        Optional.empty(),
                        change.newImage()));
              }
            });
  }

  @Test
  void sequenceNumbersComparedAsText_goesWrong() {
    assertGoesWrong(
        seed ->
            new TotalsSimulation(seed, OPERATIONS) {
              @Override
              Optional<String> lowest(StreamEdge edge, Collection<String> sequenceNumbers) {
                return sequenceNumbers.stream().min(String::compareTo);
              }
            });
  }

  private static void assertGoesWrong(LongFunction<TotalsSimulation> simulation) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      if (!simulation.apply(seed).wrongDays().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("no seed of " + SEEDS + " misses this guard");
  }

  /** Sometimes answers a query from a replica that is behind. */
  private static final class Lagging extends SimulatedDays {
    private final Random random;
    private final Map<UserDay, Deque<List<DayEntry>>> seen = new HashMap<>();

    Lagging(Random random, Turns turns, double faults) {
      super(random, turns, faults);
      this.random = random;
    }

    @Override
    public List<DayEntry> entries(UserDay day) {
      Deque<List<DayEntry>> views = seen.computeIfAbsent(day, absent -> new ArrayDeque<>());
      views.addLast(super.entries(day));
      if (views.size() > 2) {
        views.removeFirst();
      }
      return random.nextInt(10) == 0 ? views.getFirst() : views.getLast();
    }
  }
}
