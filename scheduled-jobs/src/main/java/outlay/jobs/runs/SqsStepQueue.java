package outlay.jobs.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
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

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final int LONGER_EACH_TIME = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

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

  /**
   * Has a step that failed come back after a pause: 10 seconds the first time, then a minute, six,
   * and half an hour. Unless this is called, the queue's visibility time-out has to pass.
   *
   * @param receipt of the message that brought it
   * @param received how often it was received, from 1
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html">ChangeMessageVisibility</a>
   */
  void retry(String receipt, int received) {
    int seconds = Math.toIntExact(pause(received).toSeconds());
    sqs.changeMessageVisibility(
        change -> change.queueUrl(url).receiptHandle(receipt).visibilityTimeout(seconds));
  }

  private static Duration pause(int received) {
    Duration pause = FIRST_PAUSE;
    for (int i = 1; i < received && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
      pause = pause.multipliedBy(LONGER_EACH_TIME);
    }
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
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
