package outlay.jobs.report;

import java.util.Optional;
import outlay.jobs.digest.DayDigest;

/**
 * A user, and what some of their days of the month were counted as. Ordered by user.
 *
 * @param counted empty if that cannot be read
 */
record CountedUser(String userId, Optional<DayDigest> counted) implements Comparable<CountedUser> {
  /** The same user with other days more. */
  CountedUser plus(CountedUser others) {
    return new CountedUser(
        userId, counted.flatMap(days -> others.counted.map(more -> days.plus(more))));
  }

  @Override
  public int compareTo(CountedUser other) {
    return userId.compareTo(other.userId);
  }
}
