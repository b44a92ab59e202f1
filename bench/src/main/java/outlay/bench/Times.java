package outlay.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/** Percentiles of durations, by nearest rank: each is one that was measured. */
public final class Times {
  private final long[] sortedNanos;

  public Times(Collection<Duration> durations) {
    sortedNanos = durations.stream().mapToLong(Duration::toNanos).sorted().toArray();
  }

  public int count() {
    return sortedNanos.length;
  }

  /**
   * The mean.
   *
   * @throws IllegalStateException if nothing was measured
   */
  public Duration mean() {
    return Duration.ofNanos(
        Math.round(
            Arrays.stream(sortedNanos)
                .average()
                .orElseThrow(() -> new IllegalStateException("nothing was measured"))));
  }

  /**
   * The duration that so many percent of all do not exceed.
   *
   * @param percent from 1 to 100
   * @throws IllegalStateException if nothing was measured
   */
  public Duration percentile(int percent) {
    if (sortedNanos.length == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    int rank = Math.max(1, (int) Math.ceil(sortedNanos.length * percent / 100.0));
    return Duration.ofNanos(sortedNanos[rank - 1]);
  }

  @Override
  public String toString() {
    return Arrays.toString(sortedNanos);
  }
}
