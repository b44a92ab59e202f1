package outlay.jobs.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Steps as messages:
 *
 * <pre>
 * {"run": "backup#2026-11-21T01:30:00Z", "segment": 3, "cursor": "…", "counts": {"rows": 12}}
 * {"run": "backup#2026-11-21T01:30:00Z", "finish": true}
 * </pre>
 */
final class SqsStepQueue implements StepQueue {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What SQS takes at once. */
  private static final int MAX_BATCH = 10;

  private final SqsClient sqs;
  private final String url;

  SqsStepQueue(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  @Override
  public void send(List<Step> steps) {
    for (int first = 0; first < steps.size(); first += MAX_BATCH) {
      sendBatch(steps.subList(first, Math.min(first + MAX_BATCH, steps.size())));
    }
  }

  private void sendBatch(List<Step> steps) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Step step : steps) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .messageBody(toJson(step))
              .build());
    }
    SendMessageBatchResponse response =
        sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(entries));
    if (!response.failed().isEmpty()) {
      throw new IllegalStateException("steps were not sent: " + response.failed().get(0).message());
    }
  }

  static String toJson(Step step) {
    ObjectNode json = JSON.createObjectNode().put("run", step.run());
    if (step.segment().isPresent()) {
      json.put("segment", step.segment().getAsInt());
    } else {
      json.put("finish", true);
    }
    step.cursor().ifPresent(cursor -> json.put("cursor", cursor));
    ObjectNode counts = json.putObject("counts");
    step.counts().values().forEach(counts::put);
    return json.toString();
  }

  /**
   * The step in a message's body.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Step fromJson(String body) {
    JsonNode json = read(body);
    JsonNode segment = json.path("segment");
    boolean finish = json.path("finish").asBoolean(false);
    if (!json.path("run").isTextual() || finish == segment.isInt()) {
      throw new IllegalArgumentException("the message is no step of a run");
    }
    Map<String, Long> counts = new HashMap<>();
    json.path("counts")
        .properties()
        .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
    return new Step(
        json.get("run").asText(),
        finish ? OptionalInt.empty() : OptionalInt.of(segment.asInt()),
        Optional.ofNullable(json.get("cursor")).map(JsonNode::asText),
        Counts.of(counts));
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(
          "the message is not JSON", new UncheckedIOException(notJson));
    }
  }
}
