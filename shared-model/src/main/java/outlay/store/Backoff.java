package outlay.store;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Waits before another round: full jitter, so that those who met once do not meet again.
 *
 * @param first what the first wait is at most; each later one doubles it
 * @param longest what any wait is at most
 * @param random a random number from 0 up to and without its argument
 * @param sleeper waits this many milliseconds
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
public record Backoff(
    Duration first, Duration longest, LongUnaryOperator random, LongConsumer sleeper) {
  private static final int MAX_DOUBLINGS = 20;

  /** With the system's randomness, in real time. */
  public static Backoff of(Duration first, Duration longest) {
    return new Backoff(
        first,
        longest,
        bound -> java.util.concurrent.ThreadLocalRandom.current().nextLong(bound),
        Backoff::sleep);
  }

  /** Waits after this many rounds, one or more. */
  public void await(int rounds) {
    long longestNow =
        Math.min(longest.toMillis(), first.toMillis() << Math.min(rounds - 1, MAX_DOUBLINGS));
    sleeper.accept(random.applyAsLong(longestNow + 1));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", interrupted);
    }
  }
}
