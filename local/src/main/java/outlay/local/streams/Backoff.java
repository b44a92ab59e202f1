package outlay.local.streams;

import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts. */
@FunctionalInterface
interface Backoff {
  /**
   * Waits.
   *
   * @param failures how many attempts failed before the one just made
   */
  void pause(int failures) throws InterruptedException;

  /** 100 ms at first, twice as long each time, at most 10 s; between half of it and all. */
  static Backoff exponential() {
    return failures -> {
      long longest = Math.min(10_000, 100L << Math.min(failures, 10));
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    };
  }
}
