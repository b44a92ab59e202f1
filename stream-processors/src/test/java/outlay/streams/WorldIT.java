package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import outlay.histories.Change;
import outlay.histories.Histories;

/** Totals and alerts are right after any history, and would not be without each of their guards. */
class WorldIT {
  /** More of them: {@code -Doutlay.seeds=5000}. */
  private static final int SEEDS = Integer.getInteger("outlay.seeds", 400);

  private static final int SIZE = 40;

  @Test
  void anyHistory_endsRight() {
    assertThat(firstFailure(Parts.REAL).map(seed -> shrunk(seed, Parts.REAL))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAGuard_goesWrong(Mutant mutant) {
    assertThat(firstFailure(mutant)).as("a seed of %d that misses it", SEEDS).isPresent();
  }

  @Test
  void failure_isShownByAShortHistory() {
    Mutant mutant = Mutant.ONLY_THE_NEW_DAY;

    Failure failure = shrunk(firstFailure(mutant).orElseThrow(), mutant);

    assertThat(failure.history()).as("%s", failure).hasSizeLessThan(8);
  }

  /** The shortest history that was found, as it is printed when a test fails. */
  record Failure(long seed, List<Change> history, List<String> wrongs) {
    @Override
    public String toString() {
      return history.stream()
          .map(Change::toString)
          .collect(
              Collectors.joining(
                  "\n  ", "seed %d, shrunk to:\n  ".formatted(seed), "\nends with " + wrongs));
    }
  }

  private static Optional<Long> firstFailure(Parts parts) {
    return LongStream.rangeClosed(1, SEEDS)
        .boxed()
        .filter(seed -> !new World(history(seed), seed, parts).wrongs().isEmpty())
        .findFirst();
  }

  private static List<Change> history(long seed) {
    return Histories.random(seed, SIZE, List.of("ann", "bob", "cyd"), LocalDate.of(2025, 1, 30));
  }

  /** What is left out of a history changes what befalls the rest: so several seeds are tried. */
  private static Failure shrunk(long seed, Parts parts) {
    List<Change> shortest =
        Shrinking.shrink(history(seed), part -> failingSeed(seed, part, parts).isPresent());
    long failing = failingSeed(seed, shortest, parts).orElseThrow();
    return new Failure(failing, shortest, new World(shortest, failing, parts).wrongs());
  }

  private static Optional<Long> failingSeed(long seed, List<Change> history, Parts parts) {
    return LongStream.range(seed, seed + 20)
        .boxed()
        .filter(each -> !new World(history, each, parts).wrongs().isEmpty())
        .findFirst();
  }
}
