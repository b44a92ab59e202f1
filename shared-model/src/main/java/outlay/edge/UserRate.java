package outlay.edge;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.Settings;

/**
 * How often one user may ask, so that one who floods the API leaves the functions to the others: a
 * token bucket for each user, in each environment of a function. Lambda starts environments only
 * while those that are there are busy, and a refusal takes a millisecond; so a flood soon meets few
 * of them, each of which lets so much of it through. Not for several threads at once, as an
 * environment answers one request at a time.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">Lambda
 *     concurrency: one request at a time in an environment</a>
 */
final class UserRate {
  /** Whoever asked longest ago is forgotten, and may burst again. */
  private static final int MAX_USERS = 1_000;

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private final long nanosARequest;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_USERS;
        }
      };

  /** A user's; a token is {@code nanosARequest}, so that it fills as time goes by. */
  private static final class Bucket {
    private long nanos;
    private long at;

    private Bucket(long nanos, long at) {
      this.nanos = nanos;
      this.at = at;
    }
  }

  /**
   * @param nanosARequest between two requests of a user, in the long run; 0 for no limit
   * @param burst requests of a user at once, 1 or more
   * @param nanoTime as {@link System#nanoTime}
   */
  UserRate(long nanosARequest, int burst, LongSupplier nanoTime) {
    this.nanosARequest = nanosARequest;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** As the template sets it: {@code USER_RATE_LIMIT} a second and {@code USER_BURST_LIMIT}. */
  static UserRate fromEnvironment() {
    List<String> limits = Settings.requireAll("USER_RATE_LIMIT", "USER_BURST_LIMIT");
    return new UserRate(
        NANOS_PER_SECOND.divide(new BigDecimal(limits.get(0)), RoundingMode.DOWN).longValue(),
        new BigDecimal(limits.get(1)).intValue(),
        System::nanoTime);
  }

  /** No limit. */
  static UserRate unlimited() {
    return new UserRate(0, 1, () -> 0);
  }

  /**
   * Returns if the user may ask once more now.
   *
   * @param userId empty for nobody, who may always
   * @throws Refusal {@code THROTTLED}
   */
  void check(String userId) {
    if (userId.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    long most = burst * nanosARequest;
    Bucket bucket = buckets.computeIfAbsent(userId, first -> new Bucket(most, now));
    long since = Math.max(0, now - bucket.at); // A restored clock may be back.
    bucket.nanos = Math.min(most, bucket.nanos + since);
    bucket.at = now;
    if (bucket.nanos < nanosARequest) {
      throw new Refusal(
          Reason.THROTTLED, "You ask too often; try again later, or send expenses as a batch.");
    }
    bucket.nanos -= nanosARequest;
  }
}
