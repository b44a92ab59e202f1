package outlay.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An event that waits for its function, or for its next attempt.
 *
 * @param id the same for all attempts
 * @param event JSON
 * @param errors attempts that ended in an error of the function
 */
record PendingEvent(String id, String function, String event, Instant accepted, int errors) {
  PendingEvent failed() {
    return new PendingEvent(id, function, event, accepted, errors + 1);
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("function", function)
        .put("event", event)
        .put("accepted", accepted.toString())
        .put("errors", errors);
  }

  static PendingEvent of(ObjectNode json) {
    return new PendingEvent(
        json.path("id").asText(),
        json.path("function").asText(),
        json.path("event").asText(),
        Instant.parse(json.path("accepted").asText()),
        json.path("errors").asInt());
  }
}
