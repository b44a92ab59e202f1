package outlay.totals;

import java.time.Clock;
import java.util.Collection;
import java.util.OptionalLong;
import outlay.model.DayTotals;
import outlay.store.Backoff;

/**
 * Counts a day again: reads the revision of its totals, then its expenses, sums them, and writes
 * the next revision if nobody did meanwhile.
 *
 * <p>Why it is exact, whoever else counts the day at the same time: what is written as revision
 * <i>r</i> + 1 rests on a query made after revision <i>r</i> was read, so it is never older than
 * what it replaces, however late the write arrives; and every change is followed by at least one
 * count whose query came after it. So the order of the two reads matters, and the totals are
 * written even if nothing changed: skipping an equal value would leave the revision where a slower
 * count with an older view could still replace it.
 */
public final class DayCounter {
  private static final int MAX_ROUNDS = 12;

  private final DayStore store;
  private final Clock clock;
  private final Backoff backoff;

  public DayCounter(DayStore store, Clock clock, Backoff backoff) {
    this.store = store;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** The same, with what it needs of these days read now, by few calls: for who counts many. */
  public DayCounter ahead(Collection<UserDay> days) {
    return new DayCounter(store.ahead(days), clock, backoff);
  }

  /**
   * Counts the day.
   *
   * @return how often somebody else's count came between
   * @throws outlay.store.CorruptItem if an expense of the day cannot be counted
   * @throws ArithmeticException if a sum does not fit a {@code long}
   * @throws IllegalStateException if others came between too often; to be tried again later
   */
  public int count(UserDay day) {
    long revision = store.revision(day);
    for (int conflicts = 0; conflicts < MAX_ROUNDS; conflicts++) {
      DayTotals totals = DayTotals.of(store.entries(day));
      OptionalLong revisionNow = store.put(day, revision, totals, clock.instant());
      if (revisionNow.isEmpty()) {
        return conflicts;
      }
      revision = revisionNow.getAsLong(); // Read with the refusal, so before the next query.
      backoff.await(conflicts + 1);
    }
    throw new IllegalStateException("others counted this day " + MAX_ROUNDS + " times meanwhile");
  }
}
