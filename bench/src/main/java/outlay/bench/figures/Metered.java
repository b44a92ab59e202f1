package outlay.bench.figures;

/** What AWS counts, and asks money for. */
enum Metered {
  API_REQUEST("requests of the API"),
  WRITE_UNIT("DynamoDB, write units"),
  READ_UNIT("DynamoDB, read units"),
  TABLE_BYTE_MONTH("DynamoDB, a month's storage"),
  INVOCATION("Lambda, requests"),
  GB_SECOND("Lambda, GB-seconds"),
  LOG_BYTE("CloudWatch Logs"),
  TRANSFER_BYTE("bytes sent to the internet"),
  SQS_REQUEST("SQS"),
  SNS_REQUEST("SNS"),
  S3_WRITE("S3, writes"),
  S3_READ("S3, reads"),
  DATA_API_REQUEST("RDS Data API"),
  EVENT("EventBridge"),
  SECRET_REQUEST("Secrets Manager");

  private final String label;

  Metered(String label) {
    this.label = label;
  }

  /** In words. */
  String label() {
    return label;
  }
}
