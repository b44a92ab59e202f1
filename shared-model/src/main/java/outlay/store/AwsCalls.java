package outlay.store;

import java.util.function.Supplier;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Calls of AWS on behalf of someone who waits: their passing troubles are refusals. */
public final class AwsCalls {
  private static final int INTERNAL_SERVER_ERROR = 500;

  private AwsCalls() {}

  /**
   * What the call answers. After a refusal, a call that writes may have been applied, or be applied
   * yet.
   *
   * @throws Refusal {@code THROTTLED} or {@code UNAVAILABLE}
   */
  public static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException failed) {
      if (failed.isThrottlingException()) {
        throw new Refusal(Reason.THROTTLED, "Too much is asked at once; try again.", failed);
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
    return new Refusal(
        Reason.UNAVAILABLE, "The service behind did not answer in time; try again.", cause);
  }
}
