package outlay.local.lambda;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of a function's events. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html">its
 * settings</a>.
 *
 * @param instances how many events are worked on at once
 * @param maximumRetryAttempts 0 to 2, after errors of the function
 * @param maximumEventAge 60 s to 6 h; no attempt begins later
 * @param onFailureQueueUrl gets a record of each event that was given up; empty: it is only logged
 */
public record EventSettings(
    String function,
    String functionArn,
    int instances,
    int maximumRetryAttempts,
    Duration maximumEventAge,
    Optional<String> onFailureQueueUrl) {
  /** Lambda's defaults are 2 attempts and 6 hours. */
  public EventSettings {
    if (maximumRetryAttempts < 0 || maximumRetryAttempts > 2) {
      throw new IllegalArgumentException(function + ": MaximumRetryAttempts must be 0 to 2");
    }
    if (maximumEventAge.toSeconds() < 60 || maximumEventAge.toSeconds() > 21_600) {
      throw new IllegalArgumentException(
          function + ": MaximumEventAgeInSeconds must be 60 to 21600");
    }
  }
}
