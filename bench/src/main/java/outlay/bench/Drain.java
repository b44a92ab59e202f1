package outlay.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Waits until everything that was posted is counted and told of.
 *
 * @param patience how long nothing may change before waiting is given up; longer than an alert's
 *     lease
 */
record Drain(Tables tables, Inbox inbox, Duration patience) {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);

  /** What there was in the end, and how long it took to come about. */
  record Drained(Outcome outcome, Duration took) {}

  /**
   * Looks until all is as expected twice in a row, or nothing has changed for too long; what is
   * wrong then is for the caller to compare.
   *
   * @param users whose totals and alerts count; others may be in the tables
   * @param progress told how many totals, alerts, and mails are as expected
   */
  Drained await(Outcome expected, Set<String> users, LongConsumer progress)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Outcome last = look(users);
    long changedAt = System.nanoTime();
    while (true) {
      progress.accept(last.right(expected));
      long lookedAt = System.nanoTime();
      boolean isRight = last.withoutDuplicates().equals(expected);
      if (!isRight && lookedAt - changedAt > patience.toNanos()) {
        return new Drained(last, Duration.ofNanos(changedAt - start));
      }
      Thread.sleep(SHORTEST_PAUSE.toMillis());
      Outcome next = look(users);
      long tookNanos = System.nanoTime() - lookedAt;
      if (!next.equals(last)) {
        changedAt = System.nanoTime();
      } else if (isRight) {
        return new Drained(last, Duration.ofNanos(changedAt - start));
      }
      last = next;
      Thread.sleep(Duration.ofNanos(tookNanos).toMillis()); // Looking is work for the tables, too.
    }
  }

  private Outcome look(Set<String> users) throws IOException, InterruptedException {
    return new Outcome(tables.totals(users), tables.alerts(users), inbox.alerts()).of(users);
  }
}
