package outlay.query;

import java.util.function.Supplier;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Calls of DynamoDB, whose passing troubles are refusals. */
final class DynamoCalls {
  private static final int INTERNAL_SERVER_ERROR = 500;

  /**
   * The partition that a health check reads. It is empty: no token's {@code sub}, a UUID, is such.
   */
  static final String NOBODY = "nobody:health";

  private DynamoCalls() {}

  /**
   * What the call answers.
   *
   * @throws Refusal {@code THROTTLED} or {@code UNAVAILABLE}
   */
  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException failed) {
      if (failed.isThrottlingException()) {
        throw new Refusal(Reason.THROTTLED, "Too much is read at once; try again.", failed);
      }
      if (failed.statusCode() >= INTERNAL_SERVER_ERROR) {
        throw unavailable(failed);
      }
      throw failed;
    } catch (SdkClientException timedOutOrNotConnected) {
      throw unavailable(timedOutOrNotConnected);
    }
  }

  private static Refusal unavailable(RuntimeException cause) {
    return new Refusal(Reason.UNAVAILABLE, "The store did not answer in time; try again.", cause);
  }
}
