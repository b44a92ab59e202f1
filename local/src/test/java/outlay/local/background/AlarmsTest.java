package outlay.local.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");

  private final MovableClock clock = MovableClock.at(NOON);
  private final Alarms alarms = Alarms.of(clock);
  private final List<String> done = new ArrayList<>();

  private void alarm(int minutes, String name) {
    var unused = alarms.after(Duration.ofMinutes(minutes), () -> done.add(name));
  }

  @Test
  void ring_doesWhatTheClockPassed_inTheOrderOfTime() {
    alarm(3, "third");
    alarm(1, "first");
    alarm(1, "second");
    alarm(5, "later");

    clock.advance(Duration.ofMinutes(4));
    alarms.ring();

    assertThat(done).containsExactly("first", "second", "third");
  }

  @Test
  void ring_doesWhatComesDueByIt() {
    var unused = alarms.after(Duration.ofMinutes(1), () -> alarm(-1, "set in the past"));

    clock.advance(Duration.ofHours(1));
    alarms.ring();

    assertThat(done).containsExactly("set in the past");
  }

  @Test
  void cancelled_isNotDone() {
    Alarms.Alarm alarm = alarms.after(Duration.ofMinutes(1), () -> done.add("never"));

    alarm.cancel();
    clock.advance(Duration.ofHours(1));
    alarms.ring();

    assertThat(done).isEmpty();
  }

  @Test
  void settled_asLongAsNothingIsDue() {
    alarm(1, "due later");

    assertThat(alarms.isSettledSince(System.nanoTime())).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(alarms.isSettledSince(System.nanoTime())).isFalse();
    alarms.ring();
    assertThat(alarms.isSettledSince(System.nanoTime())).isTrue();
    assertThat(alarms.activity()).isEqualTo(1);
  }

  @Test
  void start_noticesThatTheClockWasMoved_alsoAfterATaskThatFails() throws Exception {
    CountDownLatch rung = new CountDownLatch(1);
    var unused =
        alarms.after(
            Duration.ofDays(1),
            () -> {
              throw new IllegalStateException("as told");
            });
    var unusedToo = alarms.after(Duration.ofDays(2), rung::countDown);
    alarms.start();

    clock.advance(Duration.ofDays(3));

    assertThat(rung.await(10, TimeUnit.SECONDS)).isTrue();
    alarms.close();
  }
}
