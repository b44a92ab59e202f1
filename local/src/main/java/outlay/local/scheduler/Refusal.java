package outlay.local.scheduler;

/** The scheduler turns a request down. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  private Refusal(int status, String code, String explanation) {
    super(explanation, null, false, false);
    this.status = status;
    this.code = code;
  }

  static Refusal invalid(String explanation) {
    return new Refusal(400, "ValidationException", explanation);
  }

  static Refusal notFound(String explanation) {
    return new Refusal(404, "ResourceNotFoundException", explanation);
  }

  static Refusal conflict(String explanation) {
    return new Refusal(409, "ConflictException", explanation);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String explanation() {
    return String.valueOf(getMessage());
  }
}
