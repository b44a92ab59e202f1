package outlay.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqsStepQueueTest {
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
