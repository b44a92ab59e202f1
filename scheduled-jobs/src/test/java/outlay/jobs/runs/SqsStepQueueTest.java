package outlay.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;

final class SqsStepQueueTest {
  /** Writes down how long messages were to stay hidden, and nothing else. */
  private static final class Pauses implements SqsClient {
    private final List<ChangeMessageVisibilityRequest> changes = new ArrayList<>();

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(
        ChangeMessageVisibilityRequest request) {
      changes.add(request);
      return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  @Test
  void retry_pausesLongerEachTime() {
    try (Pauses sqs = new Pauses()) {
      SqsStepQueue steps = new SqsStepQueue(sqs, "https://queue");

      for (int received : new int[] {1, 2, 3, 4, 5, 1000}) {
        steps.retry("receipt", received);
      }

      assertThat(sqs.changes)
          .allMatch(change -> change.queueUrl().equals("https://queue"))
          .allMatch(change -> change.receiptHandle().equals("receipt"))
          .extracting(ChangeMessageVisibilityRequest::visibilityTimeout)
          .containsExactly(10, 60, 360, 1800, 1800, 1800);
    }
  }

  @Test
  void toJson_readsBackAsItWas() {
    Step step =
        new Step(
            "backup#1",
            OptionalInt.of(3),
            Optional.of("{\"userId\":\"ü\"}"),
            Counts.of(Map.of("rows", 12L)));

    assertThat(SqsStepQueue.fromJson(SqsStepQueue.toJson(step))).isEqualTo(step);
    assertThat(SqsStepQueue.fromJson(SqsStepQueue.toJson(Step.finish("a"))))
        .isEqualTo(Step.finish("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"run\":\"a\"}",
        "{\"segment\":1}",
        "{\"run\":\"a\",\"segment\":1,\"finish\":true}",
        "{\"run\":\"a\",\"segment\":\"1\"}"
      })
  void fromJson_ofSomethingElse_fails(String body) {
    assertThatThrownBy(() -> SqsStepQueue.fromJson(body))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
