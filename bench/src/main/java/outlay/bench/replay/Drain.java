package outlay.bench.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import outlay.bench.Differences;
import outlay.bench.Inbox;
import outlay.bench.Tables;

/**
 * Waits until everything that was posted is counted and told of.
 *
 * @param patience how long nothing may change before waiting is given up; longer than an alert's
 *     lease
 */
record Drain(Tables tables, Inbox inbox, Duration patience) {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final int MANY = 100;

  /**
   * What there was in the end.
   *
   * @param took how long it took to come about
   * @param gaveUp whether it is not what was waited for
   */
  record Drained(Outcome outcome, Duration took, boolean gaveUp) {}

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
    Outcome last = new Outcome(Map.of(), Map.of(), Map.of());
    long changedAt = start;
    while (true) {
      long lookedAt = System.nanoTime();
      Outcome next = look(expected, users);
      boolean isRight = next.withoutDuplicates().equals(expected);
      progress.accept(next.right(expected));
      if (!next.equals(last)) {
        changedAt = System.nanoTime();
      } else if (isRight || System.nanoTime() - changedAt > patience.toNanos()) {
        return new Drained(withMails(next, users), Duration.ofNanos(changedAt - start), !isRight);
      }
      last = next;
      Duration looking = Duration.ofNanos(System.nanoTime() - lookedAt);
      Thread.sleep(SHORTEST_PAUSE.plus(looking).toMillis()); // Looking is work for the tables, too.
    }
  }

  private Outcome look(Outcome expected, Set<String> users)
      throws IOException, InterruptedException {
    Outcome tablesOnly = new Outcome(tables.totals(users), tables.alerts(users), Map.of());
    long missing = Differences.between("", expected.alerts(), tablesOnly.alerts()).size();
    // Reading thousands of mails again and again would only slow down what is waited for.
    return missing > MANY ? tablesOnly : withMails(tablesOnly, users);
  }

  private Outcome withMails(Outcome outcome, Set<String> users)
      throws IOException, InterruptedException {
    return new Outcome(outcome.totals(), outcome.alerts(), inbox.alerts()).of(users);
  }
}
