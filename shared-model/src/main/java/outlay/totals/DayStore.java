package outlay.totals;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import outlay.model.DayEntry;
import outlay.model.DayTotals;

/** Where a day's expenses are, and its totals. */
public interface DayStore {
  /** The revision of a day that has no totals. */
  long NONE = 0;

  /**
   * A revision that the day's totals were at, or {@link #NONE}. It may be an older one: whoever
   * relies on it is told so by {@link #put}.
   */
  long revision(UserDay day);

  /**
   * The day's expenses, deleted ones too. Every write that was answered before this is called is
   * among them.
   *
   * @throws outlay.store.CorruptItem if one of them cannot be counted
   */
  List<DayEntry> entries(UserDay day);

  /**
   * Writes the totals as the next revision, if the day is still at {@code revision}. It may take
   * effect long after it failed for the caller; a second attempt is turned down then.
   *
   * @return empty if they were written, else the revision that the day is at, which may be the one
   *     that the caller's own earlier attempt made
   */
  OptionalLong put(UserDay day, long revision, DayTotals totals, Instant countedAt);

  /**
   * What was read of a day.
   *
   * @param entries read after {@code revision}
   */
  record Read(long revision, List<DayEntry> entries) {
    public Read {
      entries = List.copyOf(entries);
    }
  }

  /**
   * {@link #revision} and then {@link #entries} of many days, by few calls.
   *
   * @return without the days that could not be read together: each is to be read by itself
   */
  Map<UserDay, Read> readTogether(Collection<UserDay> days);

  /**
   * A day's totals, to be written as the next revision.
   *
   * @param revision that they rest on
   */
  record Next(UserDay day, long revision, DayTotals totals) {}

  /**
   * What became of many days.
   *
   * @param written the days whose totals were written
   * @param conflicts how many others were turned down, since somebody else had counted them
   */
  record Together(Set<UserDay> written, int conflicts) {
    public Together {
      written = Set.copyOf(written);
    }
  }

  /**
   * {@link #put} for many days, by few calls. Of a day that is not among those written, and of all
   * days if this fails, it is not known whether they were: to be counted again.
   */
  Together putTogether(Collection<Next> days, Instant countedAt);
}
