package outlay.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TokenBucket bucket = new TokenBucket(new Throttling(2, 3), nanos::get);

  @Test
  void take_burst_passesAndNoMore() {
    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isFalse();
  }

  @Test
  void take_laterOn_passesAtTheRate() {
    for (int i = 0; i < 3; i++) {
      bucket.take();
    }

    nanos.addAndGet(500_000_000);

    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isFalse();
  }

  @Test
  void take_afterALongTime_passesNoMoreThanTheBurst() {
    nanos.addAndGet(3_600_000_000_000L);

    int passed = 0;
    while (bucket.take()) {
      passed++;
    }

    assertThat(passed).isEqualTo(3);
  }
}
