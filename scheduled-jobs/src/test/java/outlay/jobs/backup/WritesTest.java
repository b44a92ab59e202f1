package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class WritesTest {
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void begin_asManyAsThereMayBe_areUnderWayAtOnce() {
    CountDownLatch bothBegan = new CountDownLatch(2);
    try (Writes writes = new Writes(2)) {
      for (int i = 0; i < 2; i++) {
        writes.begin(
            () -> {
              bothBegan.countDown();
              await(bothBegan);
              done.incrementAndGet();
            });
      }
      writes.await();
    }

    assertThat(done).hasValue(2);
  }

  @Test
  void await_afterOneFailed_failsAlike_andCloseWaitsForTheOthers() {
    CountDownLatch failed = new CountDownLatch(1);
    Writes writes = new Writes(2);
    writes.begin(
        () -> {
          failed.countDown();
          throw new IllegalStateException("the database is out of reach");
        });
    writes.begin(
        () -> {
          await(failed);
          done.incrementAndGet();
        });

    assertThatThrownBy(writes::await).hasMessage("the database is out of reach");
    writes.close();

    assertThat(done).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
