package outlay.local.sns;

/** SNS turns a request down. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String explanation;

  private Refusal(int status, String code, String explanation) {
    super(explanation, null, false, false);
    this.status = status;
    this.code = code;
    this.explanation = explanation;
  }

  static Refusal invalid(String explanation) {
    return new Refusal(400, "InvalidParameter", "Invalid parameter: " + explanation);
  }

  static Refusal invalidValue(String explanation) {
    return new Refusal(400, "ParameterValueInvalid", explanation);
  }

  static Refusal notFound(String explanation) {
    return new Refusal(404, "NotFound", explanation);
  }

  static Refusal filterPolicyLimit() {
    return new Refusal(403, "FilterPolicyLimitExceeded", "Filter policy limit exceeded");
  }

  static Refusal unknownAction(String action) {
    return new Refusal(
        400, "InvalidAction", "The action " + action + " of SNS is not provided locally.");
  }

  static Refusal batch(String code, String explanation) {
    return new Refusal(400, "AWS.SimpleNotificationService." + code, explanation);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String explanation() {
    return explanation;
  }
}
