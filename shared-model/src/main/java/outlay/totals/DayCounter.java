package outlay.totals;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import outlay.model.DayEntry;
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

  /**
   * Counts many days once each, by few calls, in the order in which {@link #count} does it.
   *
   * @return which were counted. The others are to be counted by themselves, and so are all if this
   *     fails: what was written is then counted once more
   */
  public DayStore.Together countTogether(Collection<UserDay> days) {
    List<DayStore.Next> next = new ArrayList<>();
    store
        .readTogether(days)
        .forEach(
            (day, read) ->
                sum(read.entries())
                    .ifPresent(
                        totals -> next.add(new DayStore.Next(day, read.revision(), totals))));
    return store.putTogether(next, clock.instant());
  }

  /** Nothing if it does not fit: whoever counts that day by itself is told so. */
  private static Optional<DayTotals> sum(List<DayEntry> entries) {
    try {
      return Optional.of(DayTotals.of(entries));
    } catch (ArithmeticException tooLarge) {
      return Optional.empty();
    }
  }
}
