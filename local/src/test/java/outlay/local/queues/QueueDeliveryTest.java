package outlay.local.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.local.background.MovableClock;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What becomes of a batch, by the rules of Lambda. */
class QueueDeliveryTest {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");
  private static final List<Message> BATCH =
      List.of(
          FakeQueue.message("a", "1"), FakeQueue.message("b", "2"), FakeQueue.message("c", "3"));

  private final FakeQueue queue = new FakeQueue();
  private final MovableClock clock = MovableClock.at(NOON);
  private final List<String> events = new ArrayList<>();

  private void deliver(boolean reports, List<String> filters, List<Message> batch, Invoker invoker)
      throws InterruptedException {
    QueueMapping mapping =
        new QueueMapping(
            "Backup-Steps",
            "Backup",
            "steps",
            "arn:aws:sqs:eu-central-2:000000000000:steps",
            Duration.ofSeconds(60),
            filters,
            10,
            Duration.ZERO,
            reports,
            2);
    new QueueDelivery(mapping, queue, invoker, clock, clock::advance).deliver(batch, NOON);
  }

  private Invoker answers(String payload) {
    return (function, event) -> {
      events.add(new String(event, StandardCharsets.UTF_8));
      return new Invocation("r1", payload.getBytes(StandardCharsets.UTF_8), Optional.empty());
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailures\":[]}",
        "{\"x\":1}"
      })
  void answersThatNameNoFailure_areSuccess(String answer) throws Exception {
    deliver(true, List.of(), BATCH, answers(answer));

    assertThat(queue.deleted).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{\"batchItemFailures\":5}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"badKey\":\"b\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"},{\"itemIdentifier\":\"other\"}]}"
      })
  void answersThatMakeNoSense_areFailureOfAll(String answer) throws Exception {
    deliver(true, List.of(), BATCH, answers(answer));

    assertThat(queue.deleted).isEmpty();
  }

  @Test
  void partialFailure_leavesThatMessageOnly() throws Exception {
    deliver(
        true, List.of(), BATCH, answers("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"));

    assertThat(queue.deleted).containsExactly("a", "c");
  }

  @Test
  void withoutReports_anyAnswerIsSuccess() throws Exception {
    deliver(
        false, List.of(), BATCH, answers("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}"));

    assertThat(queue.deleted).containsExactly("a", "b", "c");
  }

  @Test
  void error_leavesAll_alsoWithReports() throws Exception {
    deliver(
        true,
        List.of(),
        BATCH,
        (function, event) -> new Invocation("r1", new byte[0], Optional.of("Unhandled")));

    assertThat(queue.deleted).isEmpty();
  }

  @Test
  void noInstanceFree_isOfferedAgainUntilOneIs() throws Exception {
    int[] attempts = {0};
    deliver(
        true,
        List.of(),
        BATCH,
        (function, event) -> {
          if (attempts[0]++ < 4) {
            throw new Invoker.TooManyRequests(function);
          }
          return new Invocation("r1", new byte[0], Optional.empty());
        });

    assertThat(queue.deleted).containsExactly("a", "b", "c");
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(100 + 200 + 400 + 800));
  }

  @Test
  void noInstanceFree_isLeftBeforeOthersCanReceiveIt() throws Exception {
    deliver(
        true,
        List.of(),
        BATCH,
        (function, event) -> {
          throw new Invoker.TooManyRequests(function);
        });

    assertThat(queue.deleted).isEmpty();
    assertThat(clock.instant()).isBetween(NOON.plusSeconds(40), NOON.plusSeconds(60));
  }

  @Test
  void filter_deletesWhatDoesNotMatch_withoutInvoking() throws Exception {
    List<Message> batch =
        List.of(
            FakeQueue.message("wanted", "{\"job\":\"backup\"}"),
            FakeQueue.message("other", "{\"job\":\"report\"}"),
            FakeQueue.message("no json", "backup"));

    deliver(true, List.of("{\"body\":{\"job\":[\"backup\"]}}"), batch, answers(""));

    assertThat(queue.deleted).containsExactly("other", "no json", "wanted");
    assertThat(QueueEvent.JSON.readTree(events.get(0)).path("Records")).hasSize(1);
  }

  @Test
  void filterOnText_seesTheBodyAsItIs() throws Exception {
    List<Message> batch =
        List.of(FakeQueue.message("x", "stop"), FakeQueue.message("y", "{\"stop\":1}"));

    deliver(true, List.of("{\"body\":[\"stop\"]}"), batch, answers("null"));

    assertThat(QueueEvent.JSON.readTree(events.get(0)).at("/Records/0/messageId").asText())
        .isEqualTo("x");
    assertThat(events).hasSize(1);
  }

  @Test
  void event_hasTheShapeOfAws() throws Exception {
    Message message =
        new Message(
            "id-1",
            "receipt-1",
            "{\"segment\":3}",
            "5d41402a",
            Map.of("ApproximateReceiveCount", "2", "SentTimestamp", "1769083200000"),
            Map.of(
                "kind",
                MessageAttributeValue.builder().dataType("String").stringValue("x").build()));

    deliver(true, List.of(), List.of(message), answers(""));

    JsonNode expected =
        QueueEvent.JSON.readTree(
            """
            {"Records": [{"messageId": "id-1", "receiptHandle": "receipt-1",
              "body": "{\\"segment\\":3}",
              "attributes": {"ApproximateReceiveCount": "2", "SentTimestamp": "1769083200000"},
              "messageAttributes": {"kind": {"stringValue": "x", "stringListValues": [],
                "binaryListValues": [], "dataType": "String"}},
              "md5OfBody": "5d41402a", "eventSource": "aws:sqs",
              "eventSourceARN": "arn:aws:sqs:eu-central-2:000000000000:steps",
              "awsRegion": "eu-central-2"}]}
            """);
    assertThat(QueueEvent.JSON.readTree(events.get(0))).isEqualTo(expected);
  }
}
