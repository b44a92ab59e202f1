package outlay.jobs.reconcile;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.store.CorruptItem;
import outlay.totals.DayCounter;
import outlay.totals.UserDay;

/**
 * Looks again at a day that seemed to differ on the walk, which read its expenses and its totals at
 * different moments. If it differs still, it is counted again.
 *
 * <p>It drifted if no expense of it changed for {@link #GRACE}, and none of the user's was edited,
 * which may have moved it from this day to another: else Totals is on its way.
 */
final class CompareDays {
  /** Longer than a change waits in a healthy stream. */
  static final Duration GRACE = Duration.ofMinutes(15);

  private static final Logger LOG = LoggerFactory.getLogger(CompareDays.class);

  private final DynamoStoredDays days;
  private final DayCounter counter;
  private final Clock clock;

  CompareDays(DynamoStoredDays days, DayCounter counter, Clock clock) {
    this.days = days;
    this.counter = counter;
    this.clock = clock;
  }

  /** A user's days, in one call. */
  OfUser of(String userId, Tally tally) {
    return new OfUser(userId, tally);
  }

  /** One user's days. */
  final class OfUser {
    private final String userId;
    private final Tally tally;
    private Optional<Boolean> edited = Optional.empty();

    private OfUser(String userId, Tally tally) {
      this.userId = userId;
      this.tally = tally;
    }

    /**
     * Compares the day, and counts it again if it differs. A day that cannot be counted is reported
     * and left as it is.
     */
    void compare(LocalDate date) {
      UserDay day = new UserDay(userId, date);
      try {
        Instant quiet = clock.instant().minus(GRACE);
        DynamoStoredDays.DayNow now = days.read(day);
        if (now.agrees()) {
          return;
        }
        boolean onItsWay = now.changedAt().isAfter(quiet) || editedSince(quiet);
        counter.count(day);
        if (onItsWay) {
          tally.pending();
        } else {
          tally.drift(userId, date.toString());
          LOG.warn("day_drifted", entry("user_id", userId), entry("date", date));
        }
      } catch (CorruptItem | ArithmeticException corrupt) {
        tally.unreadable();
        LOG.error("day_unreadable", entry("user_id", userId), entry("date", date), corrupt);
      }
    }

    /** Asked once: it reads all that the user has, and after an outage every day differs. */
    private boolean editedSince(Instant quiet) {
      if (edited.isEmpty()) {
        edited = Optional.of(days.editedSince(userId, quiet));
      }
      return edited.get();
    }
  }
}
