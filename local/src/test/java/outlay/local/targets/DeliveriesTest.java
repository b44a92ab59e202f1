package outlay.local.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.background.Alarms;
import outlay.local.background.MovableClock;
import outlay.local.background.Spool;

class DeliveriesTest {

  private static final Spool NO_SPOOL = Spool.in(Optional.empty());

  private final MovableClock clock = MovableClock.at("2026-01-22T12:00:00Z");
  private final Alarms alarms = Alarms.of(clock);
  private final FakeTargets targets = new FakeTargets();

  private static TargetFailed down() {
    return TargetFailed.later(new IOException("down"));
  }

  private Delivery delivery(int retries, Optional<String> deadLetters) {
    return Delivery.of(
        "arn:topic",
        "attempt #n",
        Optional.of("#n"),
        "letter",
        Map.of("RULE_ARN", "arn:rule"),
        deadLetters,
        new RetryPolicy(retries, Duration.ofHours(1)),
        clock.instant());
  }

  private Deliveries deliveries(Spool spool) {
    return Deliveries.start(alarms, targets, targets, spool);
  }

  private void pass(Duration time) {
    clock.advance(time);
    alarms.ring();
  }

  @Test
  void start_targetTakesIt_isSettled() {
    Deliveries deliveries = deliveries(NO_SPOOL);

    deliveries.start(delivery(3, Optional.of("arn:dead")));

    assertThat(targets.sent).containsExactly("arn:topic attempt 1");
    assertThat(deliveries.isSettledSince(0)).isTrue();
  }

  @Test
  void start_targetIsDown_isTriedAgainUntilItTakesIt() {
    Deliveries deliveries = deliveries(NO_SPOOL);
    targets.failWith(arn -> down());

    deliveries.start(delivery(3, Optional.of("arn:dead")));
    assertThat(deliveries.isSettledSince(0)).isFalse();
    pass(Duration.ofSeconds(1));
    targets.failWith(arn -> null);
    pass(Duration.ofSeconds(2));

    assertThat(targets.sent)
        .containsExactly("arn:topic attempt 1", "arn:topic attempt 2", "arn:topic attempt 3");
    assertThat(targets.letters).isEmpty();
    assertThat(deliveries.isSettledSince(0)).isTrue();
  }

  @Test
  void retriesExhausted_endsInTheDeadLetterQueueWithTheCause() {
    Deliveries deliveries = deliveries(NO_SPOOL);
    targets.failWith(arn -> down());

    deliveries.start(delivery(2, Optional.of("arn:dead")));
    pass(Duration.ofMinutes(1));
    pass(Duration.ofMinutes(1));

    assertThat(targets.sent).hasSize(3);
    assertThat(targets.letters)
        .containsExactly(
            new FakeTargets.Letter(
                "arn:dead",
                "letter",
                Map.of(
                    "RULE_ARN", "arn:rule",
                    "TARGET_ARN", "arn:topic",
                    "ERROR_CODE", "ERROR_FROM_TARGET",
                    "ERROR_MESSAGE", "down",
                    "RETRY_ATTEMPTS", "2",
                    "EXHAUSTED_RETRY_CONDITION", "MaximumRetryAttempts")));
    assertThat(deliveries.isSettledSince(0)).isTrue();
  }

  @Test
  void ageExhausted_endsInTheDeadLetterQueue() {
    Deliveries deliveries = deliveries(NO_SPOOL);
    targets.failWith(arn -> down());

    deliveries.start(delivery(185, Optional.of("arn:dead")));
    pass(Duration.ofHours(2));

    assertThat(targets.sent).hasSize(2);
    assertThat(targets.letters)
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.attributes())
                    .containsEntry("EXHAUSTED_RETRY_CONDITION", "MaximumEventAgeInSeconds"));
  }

  @Test
  void targetThatIsNotThere_isNotTriedAgain() {
    Deliveries deliveries = deliveries(NO_SPOOL);
    targets.failWith(arn -> TargetFailed.noResource("Topic does not exist"));

    deliveries.start(delivery(3, Optional.of("arn:dead")));

    assertThat(targets.sent).hasSize(1);
    assertThat(targets.letters)
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.attributes())
                    .containsEntry("ERROR_CODE", "NO_RESOURCE")
                    .containsEntry("RETRY_ATTEMPTS", "0")
                    .doesNotContainKey("EXHAUSTED_RETRY_CONDITION"));
  }

  @Test
  void deadLetterQueueThatIsDown_isTriedUntilItTakesTheLetter() {
    int[] letters = {0};
    targets.failWith(arn -> TargetFailed.noResource("gone"));
    Deliveries deliveries =
        Deliveries.start(
            alarms,
            targets,
            (queue, body, attributes) -> {
              if (letters[0]++ < 2) {
                throw new IllegalStateException("down");
              }
            },
            NO_SPOOL);

    deliveries.start(delivery(3, Optional.of("arn:dead")));
    assertThat(deliveries.isSettledSince(0)).isFalse();
    pass(Duration.ofMinutes(10));
    pass(Duration.ofMinutes(10));

    assertThat(letters[0]).isEqualTo(3);
    assertThat(targets.sent).hasSize(1);
    assertThat(deliveries.isSettledSince(0)).isTrue();
  }

  @Test
  void nextProcess_goesOnWhereTheFirstWasKilled(@TempDir Path folder) {
    targets.failWith(arn -> down());
    deliveries(Spool.in(Optional.of(folder))).start(delivery(3, Optional.of("arn:dead")));
    Alarms later = Alarms.of(clock);

    targets.failWith(arn -> null);
    Deliveries next = Deliveries.start(later, targets, targets, Spool.in(Optional.of(folder)));
    assertThat(next.isSettledSince(0)).isFalse();
    later.ring();

    assertThat(targets.sent).containsExactly("arn:topic attempt 1", "arn:topic attempt 2");
    assertThat(next.isSettledSince(0)).isTrue();
    assertThat(Spool.in(Optional.of(folder)).all()).isEmpty();
  }
}
