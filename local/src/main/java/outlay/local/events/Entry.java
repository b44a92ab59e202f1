package outlay.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One entry of a <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 * call.
 */
record Entry(JsonNode node) {
  /** Why an entry is not taken. */
  record Failure(String code, String message) {}

  /** As PutEvents counts. */
  int bytes() {
    int bytes = node.has("Time") ? 14 : 0;
    bytes += length(text("Source")) + length(text("DetailType")) + length(text("Detail"));
    for (JsonNode resource : node.path("Resources")) {
      bytes += length(resource.asText());
    }
    return bytes;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private String text(String name) {
    return node.path(name).asText("");
  }

  /** The bus's name; it may be given as an ARN. */
  String bus() {
    String bus = node.path("EventBusName").asText("default");
    return bus.substring(bus.lastIndexOf('/') + 1);
  }

  Optional<Failure> failure() {
    for (String required : new String[] {"Source", "DetailType", "Detail"}) {
      if (text(required).isEmpty()) {
        return Optional.of(
            new Failure(
                "InvalidArgument",
                "Parameter %s is not valid. Reason: %s is a required argument."
                    .formatted(required, required)));
      }
    }
    if (text("Source").startsWith("aws.")) {
      return Optional.of(
          new Failure("NotAuthorizedForSourceException", "Not authorized for the source."));
    }
    return detail().isPresent()
        ? Optional.empty()
        : Optional.of(new Failure("MalformedDetail", "Detail is malformed."));
  }

  private Optional<JsonNode> detail() {
    try {
      return Optional.of(InputTemplate.JSON.readTree(text("Detail"))).filter(JsonNode::isObject);
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  /** The event as rules and targets see it. */
  ObjectNode event(String id, String account, String region, Instant now) {
    ObjectNode event = InputTemplate.JSON.createObjectNode();
    event
        .put("version", "0")
        .put("id", id)
        .put("detail-type", text("DetailType"))
        .put("source", text("Source"))
        .put("account", account)
        .put("time", time(now).truncatedTo(ChronoUnit.SECONDS).toString())
        .put("region", region);
    ArrayNode resources = event.putArray("resources");
    node.path("Resources").forEach(resource -> resources.add(resource.asText()));
    event.set("detail", detail().orElseThrow());
    return event;
  }

  /** Seconds since 1970, or nothing. */
  private Instant time(Instant now) {
    return node.path("Time").isNumber()
        ? Instant.ofEpochMilli(
            node.path("Time").decimalValue().multiply(BigDecimal.valueOf(1000)).longValue())
        : now;
  }
}
