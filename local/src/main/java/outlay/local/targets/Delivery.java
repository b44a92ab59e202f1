package outlay.local.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A payload on its way to a target.
 *
 * @param payload what the target gets
 * @param attemptMark a text in the payload that stands for the number of the attempt, from 1
 * @param letter what the dead-letter queue gets
 * @param letterAttributes what its message says beside the reason
 * @param deadLetterArn a queue; empty: what cannot be delivered is dropped, and logged
 * @param attempts how many failed so far
 */
public record Delivery(
    String id,
    String targetArn,
    String payload,
    Optional<String> attemptMark,
    String letter,
    Map<String, String> letterAttributes,
    Optional<String> deadLetterArn,
    RetryPolicy policy,
    Instant accepted,
    int attempts) {
  public Delivery {
    letterAttributes = Map.copyOf(letterAttributes);
  }

  /** One that was not attempted yet. */
  public static Delivery of(
      String targetArn,
      String payload,
      Optional<String> attemptMark,
      String letter,
      Map<String, String> letterAttributes,
      Optional<String> deadLetterArn,
      RetryPolicy policy,
      Instant accepted) {
    return new Delivery(
        UUID.randomUUID().toString(),
        targetArn,
        payload,
        attemptMark,
        letter,
        letterAttributes,
        deadLetterArn,
        policy,
        accepted,
        0);
  }

  Delivery failed() {
    return new Delivery(
        id,
        targetArn,
        payload,
        attemptMark,
        letter,
        letterAttributes,
        deadLetterArn,
        policy,
        accepted,
        attempts + 1);
  }

  /** The payload of the attempt that comes next. */
  String nextPayload() {
    String number = Integer.toString(attempts + 1);
    return attemptMark.map(mark -> payload.replace(mark, number)).orElse(payload);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("targetArn", targetArn).put("payload", payload).put("letter", letter);
    attemptMark.ifPresent(mark -> json.put("attemptMark", mark));
    deadLetterArn.ifPresent(arn -> json.put("deadLetterArn", arn));
    letterAttributes.forEach(json.putObject("letterAttributes")::put);
    json.put("maximumRetryAttempts", policy.maximumRetryAttempts())
        .put("maximumEventAgeSeconds", policy.maximumEventAge().toSeconds())
        .put("accepted", accepted.toString())
        .put("attempts", attempts);
    return json;
  }

  static Delivery of(ObjectNode json) {
    Map<String, String> attributes = new TreeMap<>();
    json.path("letterAttributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    return new Delivery(
        json.path("id").asText(),
        json.path("targetArn").asText(),
        json.path("payload").asText(),
        Optional.ofNullable(json.get("attemptMark")).map(mark -> mark.asText()),
        json.path("letter").asText(),
        attributes,
        Optional.ofNullable(json.get("deadLetterArn")).map(arn -> arn.asText()),
        new RetryPolicy(
            json.path("maximumRetryAttempts").asInt(),
            Duration.ofSeconds(json.path("maximumEventAgeSeconds").asLong())),
        Instant.parse(json.path("accepted").asText()),
        json.path("attempts").asInt());
  }
}
