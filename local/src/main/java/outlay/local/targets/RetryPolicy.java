package outlay.local.targets;

import java.time.Duration;

/**
 * How long a delivery is tried again.
 *
 * @param maximumRetryAttempts 0 to 185
 * @param maximumEventAge 60 s to 24 h
 */
public record RetryPolicy(int maximumRetryAttempts, Duration maximumEventAge) {
  /** What EventBridge and the scheduler do if nothing is said. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(185, Duration.ofHours(24));

  public RetryPolicy {
    if (maximumRetryAttempts < 0 || maximumRetryAttempts > 185) {
      throw new IllegalArgumentException("MaximumRetryAttempts must be 0 to 185");
    }
    if (maximumEventAge.toSeconds() < 60 || maximumEventAge.toSeconds() > 86_400) {
      throw new IllegalArgumentException("MaximumEventAgeInSeconds must be 60 to 86400");
    }
  }
}
