package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofMinutes(1));

  @Test
  void after_doublesUpToTheLongest() {
    Random random = new Random(1);

    for (int i = 0; i < 1000; i++) {
      assertThat(BACKOFF.after(1, Duration.ZERO, random))
          .isBetween(Duration.ZERO, Duration.ofMillis(50));
      assertThat(BACKOFF.after(3, Duration.ZERO, random))
          .isBetween(Duration.ZERO, Duration.ofMillis(200));
      assertThat(BACKOFF.after(1_000_000, Duration.ZERO, random))
          .isBetween(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Test
  void after_serverAskedForMore_isNeverLess() {
    assertThat(BACKOFF.after(1, Duration.ofSeconds(3), new Random(1)))
        .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3050));
  }
}
