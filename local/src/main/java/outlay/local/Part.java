package outlay.local;

/** The parts of a stack, in the order that they lean on each other; they end in the reverse. */
enum Part {
  DATA("data folder"),
  SIGN_IN("sign-in"),
  DYNAMODB("DynamoDB"),
  SQS("SQS"),
  S3("S3"),
  RDS("database"),
  MAIL("inbox"),
  EDGE("AWS endpoint"),
  FUNCTIONS("functions"),
  STREAMS("streams"),
  EVENTS("events and schedules"),
  CONTROL("control"),
  WEB("page"),
  API("API");

  private final String label;

  Part(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
