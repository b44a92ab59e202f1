package outlay.local.targets;

import org.jspecify.annotations.Nullable;

/** A target has not taken a payload. */
public final class TargetFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final boolean retriable;

  private TargetFailed(String code, String message, boolean retriable, @Nullable Exception cause) {
    super(message, cause);
    this.code = code;
    this.retriable = retriable;
  }

  /** There is no such target: trying again is in vain. */
  public static TargetFailed noResource(String message) {
    return new TargetFailed("NO_RESOURCE", message, false, null);
  }

  /** The payload is none that the target takes: trying again is in vain. */
  public static TargetFailed invalid(String message) {
    return new TargetFailed("INVALID_PARAMETER", message, false, null);
  }

  /** The target failed; another time it may not. */
  public static TargetFailed later(Exception cause) {
    return new TargetFailed("ERROR_FROM_TARGET", String.valueOf(cause.getMessage()), true, cause);
  }

  /**
   * One of the <a
   * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">error codes of
   * dead letters</a>.
   */
  public String code() {
    return code;
  }

  boolean isRetriable() {
    return retriable;
  }
}
