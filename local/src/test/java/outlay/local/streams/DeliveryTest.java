package outlay.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import outlay.local.lambda.Invoker;

/** What becomes of a batch, by every rule of retries. */
final class DeliveryTest {
  private static final Instant STARTED = Instant.parse("2026-01-22T12:00:00Z");

  private final List<String> checkpoints = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<Integer> pauses = new ArrayList<>();
  private Instant now = STARTED;

  @Test
  void success_settlesTheBatchAtOnce() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());

    deliver(Mappings.TOTALS, function, "1", "2", "3");

    assertThat(function.batches).containsExactly(List.of("1", "2", "3"));
    assertThat(checkpoints).containsExactly("3");
    assertThat(pauses).isEmpty();
  }

  @Test
  void partialFailure_isTriedAgainFromTheLowestNumber() throws Exception {
    // As text, 10 comes before 9.
    AtomicInteger calls = new AtomicInteger();
    FakeInvoker function =
        new FakeInvoker(
            batch ->
                calls.getAndIncrement() == 0
                    ? FakeInvoker.answers(
                        "{\"batchItemFailures\":[{\"itemIdentifier\":\"10\"},{\"itemIdentifier\":\"9\"}]}")
                    : FakeInvoker.succeeds());

    deliver(Mappings.TOTALS, function, "8", "9", "10", "11");

    assertThat(function.batches)
        .containsExactly(List.of("8", "9", "10", "11"), List.of("9", "10", "11"));
    assertThat(checkpoints).containsExactly("8", "11");
  }

  @Test
  void answersWithoutFailures_areFullSuccess() throws Exception {
    for (String payload :
        List.of("", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}")) {
      FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.answers(payload));

      deliver(Mappings.TOTALS, function, "1", "2");

      assertThat(function.batches).as(payload).hasSize(1);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void answersThatNameNoRecord_areTotalFailure() throws Exception {
    for (String payload :
        List.of(
            "not json",
            "\"text\"",
            "{\"batchItemFailures\":{}}",
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
            "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
            "{\"batchItemFailures\":[{\"wrongKey\":\"1\"}]}",
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"99\"}]}",
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"2\"},{\"itemIdentifier\":\"x\"}]}")) {
      FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.answers(payload));

      deliver(Mappings.retries(false, 1), function, "1", "2");

      assertThat(function.batches).as(payload).hasSize(2);
      assertThat(checkpoints).as(payload).containsExactly("2");
      assertThat(failures).as(payload).hasSize(1);
    }
  }

  @Test
  void withoutReports_onlyAnErrorIsAFailure() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.failsAt("1"));

    deliver(Mappings.withoutReports(), function, "1", "2");

    assertThat(function.batches).hasSize(1);
    assertThat(failures).isEmpty();
  }

  @Test
  void error_withoutBisect_retriesTheWholeBatchWithGrowingPauses() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.throwsError());

    deliver(Mappings.retries(false, 3), function, "1", "2");

    assertThat(function.batches).hasSize(4).containsOnly(List.of("1", "2"));
    assertThat(pauses).containsExactly(0, 1, 2);
    assertThat(checkpoints).containsExactly("2");
  }

  @Test
  void error_withBisect_findsThePoisonRecordAndKeepsOrder() throws Exception {
    FakeInvoker function =
        new FakeInvoker(
            batch -> batch.contains("3") ? FakeInvoker.throwsError() : FakeInvoker.succeeds());

    deliver(Mappings.retries(true, 1), function, "1", "2", "3", "4");

    assertThat(function.batches)
        .containsExactly(
            List.of("1", "2", "3", "4"),
            List.of("1", "2"),
            List.of("3", "4"),
            List.of("3"),
            List.of("3"),
            List.of("4"));
    assertThat(checkpoints).containsExactly("2", "3", "4");
    assertThat(failures).hasSize(1);
  }

  @Test
  void partialFailureThatMovesOn_countsRetriesAnew() throws Exception {
    // Each attempt handles one record more, so no range is tried more than twice.
    FakeInvoker function =
        new FakeInvoker(
            batch ->
                batch.size() == 1 ? FakeInvoker.succeeds() : FakeInvoker.failsAt(batch.get(1)));

    deliver(Mappings.retries(true, 1), function, "1", "2", "3", "4", "5");

    assertThat(function.batches).hasSize(5);
    assertThat(checkpoints).containsExactly("1", "2", "3", "4", "5");
    assertThat(failures).isEmpty();
  }

  @Test
  void endlessRetries_goOnUntilItSucceeds() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeInvoker function =
        new FakeInvoker(
            batch ->
                calls.incrementAndGet() < 50 ? FakeInvoker.throwsError() : FakeInvoker.succeeds());

    deliver(Mappings.retries(false, -1), function, "1");

    assertThat(function.batches).hasSize(50);
    assertThat(failures).isEmpty();
  }

  @Test
  void tooManyRequests_countsAsNoAttempt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    FakeInvoker function =
        new FakeInvoker(
            batch -> {
              if (calls.incrementAndGet() <= 10) {
                throw new Invoker.TooManyRequests("Totals");
              }
              return FakeInvoker.succeeds();
            });

    deliver(Mappings.retries(false, 0), function, "1");

    assertThat(calls).hasValue(11);
    assertThat(pauses).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(failures).isEmpty();
  }

  @Test
  void recordsThatGetTooOld_areGivenUpAndTheRestGoesOn() throws Exception {
    FakeInvoker function =
        new FakeInvoker(
            batch -> {
              now = now.plusSeconds(4 * 3600);
              return batch.contains("1") ? FakeInvoker.throwsError() : FakeInvoker.succeeds();
            });
    Instant late = STARTED.plusSeconds(5 * 3600);

    deliver(
        Mappings.retries(false, -1),
        function,
        List.of(record("1", STARTED), record("2", STARTED), record("3", late)));

    assertThat(function.batches)
        .containsExactly(List.of("1", "2", "3"), List.of("1", "2", "3"), List.of("3"));
    assertThat(json(failures.get(0)).at("/requestContext/condition").asText())
        .isEqualTo("EventAgeExceeded");
    assertThat(json(failures.get(0)).at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(2);
    assertThat(checkpoints).containsExactly("2", "3");
  }

  @Test
  void timeInWhichNothingRan_makesNoRecordOlder() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());

    deliver(Mappings.TOTALS, function, List.of(record("1", STARTED.minusSeconds(86_000))));

    assertThat(function.batches).hasSize(1);
    assertThat(failures).isEmpty();
  }

  @Test
  void givenUp_isToldInAwsShape() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.throwsError());

    deliver(Mappings.retries(false, 1), function, "1", "2");

    assertThat(json(failures.get(0)))
        .isEqualTo(
            json(
                """
                {"requestContext": {"requestId": "r1",
                   "functionArn": "arn:aws:lambda:eu-west-1:000000000000:function:Totals",
                   "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 2},
                 "responseContext": {"statusCode": 200, "executedVersion": "$LATEST",
                   "functionError": "Unhandled"},
                 "version": "1.0", "timestamp": "2026-01-22T12:00:00Z",
                 "DDBStreamBatchInfo": {"shardId": "shard-1", "startSequenceNumber": "1",
                   "endSequenceNumber": "2",
                   "approximateArrivalOfFirstRecord": "2026-01-22T12:00:00Z",
                   "approximateArrivalOfLastRecord": "2026-01-22T12:00:00Z", "batchSize": 2,
                   "streamArn": "%s"}}
                """
                    .formatted(Mappings.STREAM_ARN)));
  }

  @Test
  void queueThatDoesNotAnswer_holdsTheCheckpointBack() throws Exception {
    FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.throwsError());
    List<String> checkpointsSeen = new ArrayList<>();
    AtomicInteger attempts = new AtomicInteger();
    FailureQueue queue =
        (url, message) -> {
          checkpointsSeen.addAll(checkpoints);
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("down");
          }
        };

    deliver(Mappings.retries(false, 0), function, queue, List.of(record("1", STARTED)));

    assertThat(attempts).hasValue(3);
    assertThat(checkpointsSeen).isEmpty();
    assertThat(checkpoints).containsExactly("1");
  }

  private void deliver(Mapping mapping, FakeInvoker function, String... numbers) throws Exception {
    deliver(mapping, function, Stream.of(numbers).map(number -> record(number, STARTED)).toList());
  }

  private void deliver(Mapping mapping, FakeInvoker function, List<StreamRecord> records)
      throws Exception {
    deliver(mapping, function, (url, message) -> failures.add(message), records);
  }

  private void deliver(
      Mapping mapping, FakeInvoker function, FailureQueue queue, List<StreamRecord> records)
      throws Exception {
    checkpoints.clear();
    failures.clear();
    new Delivery(mapping, function, queue, () -> now, pauses::add, new Status())
        .deliver("shard-1", records, Disorder.Draw.none(), checkpoints::add);
  }

  private static StreamRecord record(String number, Instant written) {
    String json = "{\"dynamodb\":{\"SequenceNumber\":\"" + number + "\"}}";
    return new StreamRecord(number, written, json.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) throws Exception {
    return Records.JSON.readTree(text);
  }
}
