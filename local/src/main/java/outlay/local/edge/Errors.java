package outlay.local.edge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Errors in the shape that the caller's SDK understands. */
public final class Errors {
  private static final Set<String> OVER_REST = Set.of(RestActions.RDS_DATA, "scheduler");

  private Errors() {}

  /** An error in the shape that fits the request's protocol. */
  public static Answer of(Request request, int status, String code, String message) {
    Optional<String> service = Calls.service(request);
    if (service.filter(RestActions.S3::equals).isPresent()) {
      return s3(status, code, message);
    }
    boolean json =
        request.header("x-amz-target").isPresent()
            || request.uri().getPath().startsWith(LambdaApi.PREFIX)
            || service.filter(OVER_REST::contains).isPresent();
    return json ? json(status, code, message) : xml(status, code, message);
  }

  /** An error of the JSON protocols: DynamoDB, SQS, Lambda, EventBridge, the Data API. */
  public static Answer json(int status, String code, String message) {
    String body = Json.object().put("__type", code).put("message", message).toString();
    return new Answer(
        status,
        Map.of(
            "Content-Type", List.of("application/x-amz-json-1.0"),
            "x-amzn-ErrorType", List.of(code),
            "x-amzn-RequestId", List.of(UUID.randomUUID().toString())),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** An error of S3. */
  public static Answer s3(int status, String code, String message) {
    return Answer.of(
        status,
        "application/xml",
        "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>"
            .formatted(Xml.escaped(code), Xml.escaped(message), UUID.randomUUID()));
  }

  /** An error of the query protocol: SNS, STS. */
  public static Answer xml(int status, String code, String message) {
    String body =
        """
        <ErrorResponse><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error>\
        <RequestId>%s</RequestId></ErrorResponse>
        """
            .formatted(
                status < 500 ? "Sender" : "Receiver",
                Xml.escaped(code),
                Xml.escaped(message),
                UUID.randomUUID());
    return Answer.of(status, "text/xml", body);
  }
}
