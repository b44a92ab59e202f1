package outlay.local.faults;

import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Errors;

/**
 * What each service says when it is asked too much, and when it fails itself: the code and status
 * that the SDK's <a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">retries</a> go
 * by.
 */
final class ServiceErrors {
  private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";

  private ServiceErrors() {}

  /**
   * Too much is asked at once.
   *
   * @param variant DynamoDB has two such errors: of a table's capacity, and of the account's rate
   */
  static Answer throttled(Call call, boolean variant) {
    return switch (call.service()) {
      case "dynamodb" ->
          variant
              ? of(
                  call,
                  400,
                  DYNAMODB + "ProvisionedThroughputExceededException",
                  "The level of configured provisioned throughput for the table was exceeded.")
              : of(
                  call,
                  400,
                  "com.amazon.coral.availability#ThrottlingException",
                  "Throughput exceeds the current capacity of your table or index.");
      case "s3" -> of(call, 503, "SlowDown", "Please reduce your request rate.");
      case "sqs" -> of(call, 400, "com.amazonaws.sqs#RequestThrottled", "Request is throttled.");
      case "sns", "sts" -> of(call, 400, "Throttling", "Rate exceeded");
      case "lambda" -> of(call, 429, "TooManyRequestsException", "Rate Exceeded.");
      case "scheduler" -> of(call, 429, "ThrottlingException", "Rate exceeded");
      default -> of(call, 400, "ThrottlingException", "Rate exceeded");
    };
  }

  /** The service failed, whatever it did before. */
  static Answer failed(Call call) {
    String message = "The service failed to process the request. (Injected.)";
    return switch (call.service()) {
      case "dynamodb" -> of(call, 500, DYNAMODB + "InternalServerError", message);
      case "s3", "sns" -> of(call, 500, "InternalError", message);
      case "sqs", "sts" -> of(call, 500, "InternalFailure", message);
      case "events" -> of(call, 500, "InternalException", message);
      case "lambda" -> of(call, 500, "ServiceException", message);
      case "rds-data" -> of(call, 500, "InternalServerErrorException", message);
      default -> of(call, 500, "InternalServerException", message);
    };
  }

  private static Answer of(Call call, int status, String code, String message) {
    return Errors.of(call.request(), status, code, message);
  }
}
