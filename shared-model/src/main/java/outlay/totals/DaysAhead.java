package outlay.totals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import outlay.model.DayEntry;
import outlay.model.DayTotals;

/**
 * A store of which some was read ahead. An answer is given once: whoever asks again wants to know
 * what is there by now. A day's entries are given only to who was given its revision, so that they
 * were read after it, whatever that revision was.
 */
public final class DaysAhead implements DayStore {
  private final DayStore store;
  private final Map<UserDay, Long> revisions;
  private final Map<UserDay, List<DayEntry>> entries;

  /**
   * @param revisions read before {@code entries}
   */
  public DaysAhead(
      DayStore store, Map<UserDay, Long> revisions, Map<UserDay, List<DayEntry>> entries) {
    this.store = store;
    this.revisions = new ConcurrentHashMap<>(revisions);
    this.entries = new ConcurrentHashMap<>(entries);
    this.entries.keySet().retainAll(this.revisions.keySet());
  }

  @Override
  public long revision(UserDay day) {
    @Nullable Long ahead = revisions.remove(day);
    if (ahead != null) {
      return ahead;
    }
    entries.remove(day); // Older than what is read now.
    return store.revision(day);
  }

  @Override
  public List<DayEntry> entries(UserDay day) {
    @Nullable List<DayEntry> ahead = entries.remove(day);
    return ahead == null ? store.entries(day) : ahead;
  }

  @Override
  public OptionalLong put(UserDay day, long revision, DayTotals totals, Instant countedAt) {
    return store.put(day, revision, totals, countedAt);
  }
}
