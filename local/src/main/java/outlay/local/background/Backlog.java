package outlay.local.background;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Something that works on after its callers were answered. */
public interface Backlog {
  /**
   * Whether everything that was put in before {@code nanoTime} is done or given up.
   *
   * @param nanoTime a value of {@link System#nanoTime}
   */
  boolean isSettledSince(long nanoTime);

  /**
   * Rises whenever something may have been put into another backlog, and has done so before {@link
   * #isSettledSince} tells that this is done.
   */
  long activity();

  /**
   * Waits until nothing is left in any backlog, nor is added by what they do.
   *
   * @return false if it took longer than {@code longest}
   */
  static boolean awaitEmpty(Collection<? extends Backlog> backlogs, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      long start = System.nanoTime();
      List<Long> before = activity(backlogs);
      while (!backlogs.stream().allMatch(backlog -> backlog.isSettledSince(start))) {
        if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
      // What was done in between may have gone to a backlog that was looked at before it.
      if (activity(backlogs).equals(before)) {
        return true;
      }
    }
  }

  private static List<Long> activity(Collection<? extends Backlog> backlogs) {
    return backlogs.stream().map(Backlog::activity).toList();
  }
}
