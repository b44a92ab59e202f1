package outlay.bench;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: exponential with full jitter, and never less than the
 * server asked for.
 *
 * @param first the longest wait before the second attempt; doubles with each
 * @param longest where doubling stops
 * @param givingUpAfter from the first attempt on; later none is made
 * @see <a
 *     href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Timeouts,
 *     retries, and backoff with jitter</a>
 */
public record Backoff(Duration first, Duration longest, Duration givingUpAfter) {
  private static final int MOST_DOUBLINGS = 20;

  public static final Backoff PATIENT =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5), Duration.ofMinutes(3));

  /**
   * The wait after an attempt failed.
   *
   * @param failed how many attempts have failed, from 1
   * @param asked what the server asked for in {@code Retry-After}; zero if nothing
   */
  Duration after(int failed, Duration asked, RandomGenerator random) {
    long cap =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(failed - 1, MOST_DOUBLINGS));
    Duration jittered = Duration.ofMillis(random.nextLong(cap + 1));
    return asked.plus(jittered);
  }
}
