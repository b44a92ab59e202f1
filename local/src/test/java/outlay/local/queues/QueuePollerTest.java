package outlay.local.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import outlay.local.background.Backlog;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

class QueuePollerTest {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Invocation DONE = new Invocation("r1", new byte[0], Optional.empty());

  private final FakeQueue queue = new FakeQueue();

  private QueuePoller start(int concurrency, Invoker invoker) {
    QueuePoller poller =
        new QueuePoller(
            new QueueMapping(
                "Backup-Steps",
                "Backup",
                "steps",
                "arn:aws:sqs:eu-central-2:000000000000:steps",
                Duration.ofSeconds(60),
                List.of(),
                1,
                Duration.ZERO,
                true,
                concurrency),
            queue,
            invoker,
            InstantSource.system());
    poller.start();
    return poller;
  }

  @Test
  void messages_areHandled_andThenTheQueueIsDrained() {
    AtomicInteger handled = new AtomicInteger();
    for (int i = 0; i < 25; i++) {
      queue.send("m" + i, "body");
    }
    try (QueuePoller poller =
        start(
            3,
            (function, event) -> {
              handled.incrementAndGet();
              return DONE;
            })) {
      assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
    }

    assertThat(handled).hasValue(25);
    assertThat(queue.deleted).hasSize(25);
  }

  @Test
  void concurrency_isReachedAndNeverPassed() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore mayEnd = new Semaphore(0);
    for (int i = 0; i < 6; i++) {
      queue.send("m" + i, "body");
    }
    try (QueuePoller poller =
        start(
            2,
            (function, event) -> {
              begun.release();
              mayEnd.acquireUninterruptibly();
              return DONE;
            })) {
      begun.acquire(2);
      assertThat(begun.tryAcquire(100, java.util.concurrent.TimeUnit.MILLISECONDS)).isFalse();
      assertThat(Backlog.awaitEmpty(List.of(poller), Duration.ZERO)).isFalse();
      mayEnd.release(6);
      assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
    }

    assertThat(begun.availablePermits()).isEqualTo(4);
  }

  @Test
  void failed_isNotDrainedUntilItCameAgainAndSucceeded() {
    AtomicInteger attempts = new AtomicInteger();
    Semaphore failed = new Semaphore(0);
    queue.send("m", "body");
    try (QueuePoller poller =
        start(
            2,
            (function, event) -> {
              if (attempts.incrementAndGet() == 1) {
                failed.release();
                return new Invocation("r1", new byte[0], Optional.of("Unhandled"));
              }
              return DONE;
            })) {
      failed.acquireUninterruptibly();
      assertThat(Backlog.awaitEmpty(List.of(poller), Duration.ofMillis(50))).isFalse();
      queue.timeOut();
      assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
      assertThat(poller.reading().failures()).isEqualTo(1);
    }

    assertThat(attempts).hasValue(2);
  }
}
