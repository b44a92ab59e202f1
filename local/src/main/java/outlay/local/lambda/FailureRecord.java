package outlay.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What an on-failure queue gets of an event. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">the
 * record's shape</a>.
 */
final class FailureRecord {
  private static final JsonMapper JSON = new JsonMapper();

  private FailureRecord() {}

  /**
   * @param condition {@code RetriesExhausted} or {@code EventAgeExceeded}
   * @param last the last attempt that this process made, if it made one
   */
  static String of(
      PendingEvent event,
      EventSettings settings,
      String condition,
      Optional<Invocation> last,
      Instant now) {
    ObjectNode message = JSON.createObjectNode();
    message.put("version", "1.0").put("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
    message
        .putObject("requestContext")
        .put("requestId", event.id())
        .put("functionArn", settings.functionArn() + ":$LATEST")
        .put("condition", condition)
        .put("approximateInvokeCount", event.errors());
    message.set("requestPayload", json(event.event()));
    if (last.isPresent()) {
      ObjectNode response = message.putObject("responseContext");
      response.put("statusCode", 200).put("executedVersion", "$LATEST");
      response.put("functionError", last.get().functionError().orElse(null));
      message.set(
          "responsePayload", json(new String(last.get().payload(), StandardCharsets.UTF_8)));
    }
    return message.toString();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return TextNode.valueOf(text);
    }
  }
}
