package outlay.local.events;

/** EventBridge turns a request down. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  private Refusal(String code, String explanation) {
    super(explanation, null, false, false);
    this.code = code;
  }

  static Refusal invalid(String explanation) {
    return new Refusal("ValidationException", explanation);
  }

  static Refusal notFound(String explanation) {
    return new Refusal("ResourceNotFoundException", explanation);
  }

  static Refusal pattern(String explanation) {
    return new Refusal(
        "InvalidEventPatternException", "Event pattern is not valid. Reason: " + explanation);
  }

  static Refusal unknownAction(String action) {
    return new Refusal(
        "UnknownOperationException",
        "The action "
            + action
            + " of EventBridge is not provided locally: buses, rules, and targets are those of"
            + " the template.");
  }

  String code() {
    return code;
  }

  String explanation() {
    return String.valueOf(getMessage());
  }
}
