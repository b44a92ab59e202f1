package outlay.totals;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
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
   * This store, with what {@link #revision} and then {@link #entries} say of these days read now,
   * by few calls. Each is told once; who asks again is answered by a new read. What could not be
   * read together is read when it is asked for.
   */
  default DayStore ahead(Collection<UserDay> days) {
    return this;
  }

  /**
   * Writes the totals as the next revision, if the day is still at {@code revision}. It may take
   * effect long after it failed for the caller; a second attempt is turned down then.
   *
   * @return empty if they were written, else the revision that the day is at, which may be the one
   *     that the caller's own earlier attempt made
   */
  OptionalLong put(UserDay day, long revision, DayTotals totals, Instant countedAt);
}
