package outlay.bench.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import outlay.bench.Row;

/**
 * What posting a set came to.
 *
 * @param expenseIds the rows that were accepted, and the id of each
 * @param refused how many rows were turned down as they had to be
 * @param replayed how many rows had been written by an earlier attempt
 * @param repeats how many requests had to be made again
 * @param times of each request, from its first attempt to its answer
 * @param took for all of them together
 */
public record Posted(
    Map<Row, String> expenseIds,
    int refused,
    int replayed,
    long repeats,
    List<Duration> times,
    Duration took,
    List<String> differences) {

  /** No row of a set was posted. */
  static final Posted NOTHING =
      new Posted(Map.of(), 0, 0, 0, List.of(), Duration.ofNanos(1), List.of());

  public Posted {
    expenseIds = Map.copyOf(expenseIds);
    times = List.copyOf(times);
    differences = List.copyOf(differences);
  }

  /** Rows a second, the refused ones too. */
  double rate() {
    return (expenseIds.size() + refused) / (took.toNanos() / 1e9);
  }
}
