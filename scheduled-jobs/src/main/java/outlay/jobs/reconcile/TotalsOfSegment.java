package outlay.jobs.reconcile;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.jobs.digest.DayDigest;
import outlay.model.DayTotals;

/**
 * What the totals of a segment's users come to, read in one pass: a user whose expenses come to the
 * same need not be asked about. Of so many users as fit in some megabytes; about others it knows
 * nothing.
 */
final class TotalsOfSegment {
  static final int MAX_USERS = 50_000;

  private final Map<String, Optional<DayDigest>> users = new LinkedHashMap<>();
  private boolean all = true;

  /**
   * A day's totals.
   *
   * @param totals empty if they cannot be read
   */
  record OfDay(String userId, String date, Optional<DayTotals> totals) {}

  private TotalsOfSegment() {}

  /**
   * Reads the totals, until there are too many users.
   *
   * @param maxUsers how many are remembered
   */
  static TotalsOfSegment of(Iterator<OfDay> days, int maxUsers) {
    TotalsOfSegment totals = new TotalsOfSegment();
    while (days.hasNext()) {
      OfDay day = days.next();
      if (totals.users.size() == maxUsers && !totals.users.containsKey(day.userId)) {
        totals.all = false;
        return totals;
      }
      Optional<DayDigest> before =
          totals.users.getOrDefault(day.userId, Optional.of(DayDigest.NONE));
      totals.users.put(
          day.userId,
          before.flatMap(digest -> day.totals.map(read -> digest.plus(day.date, read))));
    }
    return totals;
  }

  /**
   * What the user's totals come to; nothing for one without totals.
   *
   * @return empty if that is not known: one of the days cannot be read, or there are too many users
   */
  Optional<DayDigest> of(String userId) {
    return users.getOrDefault(userId, all ? Optional.of(DayDigest.NONE) : Optional.empty());
  }

  /** Those who have totals, in the order of the scan; empty if there are too many to tell. */
  Optional<Set<String>> users() {
    return all ? Optional.of(Collections.unmodifiableSet(users.keySet())) : Optional.empty();
  }
}
