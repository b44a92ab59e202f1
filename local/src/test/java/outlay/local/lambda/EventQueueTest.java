package outlay.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.background.Alarms;
import outlay.local.background.MovableClock;
import outlay.local.background.Spool;

class EventQueueTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String QUEUE = "http://127.0.0.1/failures";
  private static final Spool NO_SPOOL = Spool.in(Optional.empty());

  private final MovableClock clock = MovableClock.at("2026-01-22T12:00:00Z");
  private final Alarms alarms = Alarms.of(clock);
  private final FakeFunction function = new FakeFunction();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<EventQueue> queues = new ArrayList<>();

  /** A function that remembers its events, and answers as it is told. */
  private static final class FakeFunction implements Invoker {
    final List<String> invocations = new CopyOnWriteArrayList<>();
    volatile Function<String, Invocation> answer = id -> succeeds(id);

    @Override
    public Invocation invoke(String name, byte[] event) {
      throw new AssertionError("without an id");
    }

    @Override
    public Invocation invoke(String name, byte[] event, String id) {
      invocations.add(id + " " + new String(event, StandardCharsets.UTF_8));
      return answer.apply(id);
    }
  }

  private static Invocation succeeds(String id) {
    return new Invocation(id, new byte[] {'1'}, Optional.empty());
  }

  private static Invocation fails(String id) {
    return new Invocation(
        id,
        "{\"errorMessage\":\"as told\"}".getBytes(StandardCharsets.UTF_8),
        Optional.of("Unhandled"));
  }

  private EventQueue queue(int retries, Duration age, Alarms clocked, Spool spool) {
    EventQueue queue =
        EventQueue.start(
            List.of(new EventSettings("Backup", "arn:Backup", 1, retries, age, Optional.of(QUEUE))),
            function,
            (url, message) -> failures.add(message),
            clocked,
            spool);
    queues.add(queue);
    return queue;
  }

  private EventQueue queue(int retries) {
    return queue(retries, Duration.ofHours(6), alarms, NO_SPOOL);
  }

  @AfterEach
  void close() {
    queues.forEach(EventQueue::close);
  }

  private static byte[] event(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void pass(Duration time) {
    clock.advance(time);
    alarms.ring();
  }

  /** Attempts are made by a thread. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // Between two looks.
    }
  }

  /** Waits for an attempt to be over: what follows it waits for the clock. */
  private void awaitAttempts(EventQueue queue, int attempts) {
    await(() -> function.invocations.size() == attempts && queue.activity() >= 2L * attempts);
  }

  @Test
  void accept_invokesUnderTheIdThatWasAnswered() {
    EventQueue queue = queue(2);

    String id = queue.accept("Backup", event("{\"a\":1}"));

    await(() -> queue.isSettledSince(0));
    assertThat(function.invocations).containsExactly(id + " {\"a\":1}");
    assertThat(failures).isEmpty();
  }

  @Test
  void error_isTriedAgainAfterOneAndTwoMinutes_andThenTold() throws Exception {
    function.answer = EventQueueTest::fails;
    EventQueue queue = queue(2);

    String id = queue.accept("Backup", event("{\"a\":1}"));
    awaitAttempts(queue, 1);
    pass(Duration.ofSeconds(59));
    assertThat(function.invocations).hasSize(1);
    pass(Duration.ofSeconds(1));
    awaitAttempts(queue, 2);
    pass(Duration.ofSeconds(119));
    assertThat(function.invocations).hasSize(2);
    assertThat(queue.isSettledSince(0)).isFalse();
    pass(Duration.ofSeconds(1));
    await(() -> queue.isSettledSince(0));

    assertThat(function.invocations).hasSize(3).containsOnly(id + " {\"a\":1}");
    assertThat(JSON.readTree(failures.get(0)))
        .isEqualTo(
            JSON.readTree(
                """
                {"version": "1.0", "timestamp": "2026-01-22T12:03:00Z",
                 "requestContext": {"requestId": "%s", "functionArn": "arn:Backup:$LATEST",
                   "condition": "RetriesExhausted", "approximateInvokeCount": 3},
                 "requestPayload": {"a": 1},
                 "responseContext": {"statusCode": 200, "executedVersion": "$LATEST",
                   "functionError": "Unhandled"},
                 "responsePayload": {"errorMessage": "as told"}}
                """
                    .formatted(id)));
  }

  @Test
  void withoutRetries_theFirstErrorIsTold() throws Exception {
    function.answer = EventQueueTest::fails;
    EventQueue queue = queue(0);

    var unused = queue.accept("Backup", event("{}"));
    await(() -> queue.isSettledSince(0));

    assertThat(function.invocations).hasSize(1);
    assertThat(context(0).path("approximateInvokeCount").asInt()).isEqualTo(1);
  }

  @Test
  void errorThatPasses_isNotTold() {
    EventQueue queue = queue(2);
    function.answer = EventQueueTest::fails;
    var unused = queue.accept("Backup", event("{}"));
    awaitAttempts(queue, 1);

    function.answer = EventQueueTest::succeeds;
    pass(Duration.ofMinutes(1));
    await(() -> queue.isSettledSince(0));

    assertThat(function.invocations).hasSize(2);
    assertThat(failures).isEmpty();
  }

  @Test
  void noInstanceFree_countsAsNoAttempt_untilTheEventIsTooOld() throws Exception {
    function.answer =
        id -> {
          throw new Invoker.TooManyRequests("Backup");
        };
    EventQueue queue = queue(0, Duration.ofMinutes(1), alarms, NO_SPOOL);

    var unused = queue.accept("Backup", event("{}"));
    for (int attempts = 1; failures.isEmpty(); attempts++) {
      assertThat(attempts).isLessThan(60);
      await(() -> alarms.isSettledSince(0));
      pass(Duration.ofSeconds(4));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // For the thread to try.
    }

    assertThat(function.invocations.size()).isBetween(2, 7);
    assertThat(context(0).path("condition").asText()).isEqualTo("EventAgeExceeded");
    assertThat(context(0).path("approximateInvokeCount").asInt()).isZero();
    assertThat(JSON.readTree(failures.get(0)).has("responseContext")).isFalse();
  }

  private JsonNode context(int index) throws Exception {
    return JSON.readTree(failures.get(index)).path("requestContext");
  }

  @Test
  void nextProcess_goesOnWhereTheFirstWasKilled(@TempDir Path folder) {
    Spool spool = Spool.in(Optional.of(folder));
    CountDownLatch never = new CountDownLatch(1);
    function.answer =
        id -> {
          try {
            never.await();
          } catch (InterruptedException killed) {
            throw new IllegalStateException(killed);
          }
          return succeeds(id);
        };
    EventQueue first = queue(2, Duration.ofHours(6), alarms, spool);
    String running = first.accept("Backup", event("{\"n\":1}"));
    String waiting = first.accept("Backup", event("{\"n\":2}"));
    await(() -> function.invocations.size() == 1);
    first.close();

    function.answer = EventQueueTest::succeeds;
    clock.advance(Duration.ofDays(2)); // In which nothing ran, and nothing gets older.
    Alarms later = Alarms.of(clock);
    EventQueue next = queue(2, Duration.ofHours(6), later, spool);
    assertThat(next.isSettledSince(0)).isFalse();
    later.ring();
    await(() -> next.isSettledSince(0));

    assertThat(function.invocations)
        .containsExactlyInAnyOrder(
            running + " {\"n\":1}", running + " {\"n\":1}", waiting + " {\"n\":2}");
    assertThat(failures).isEmpty();
    assertThat(spool.all()).isEmpty();
  }

  @Test
  void accept_whatIsNoEvent_isRefused() {
    EventQueue queue = queue(2);

    assertThatThrownBy(() -> queue.accept("Backup", event("{")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Could not parse request body into json");
    assertThatThrownBy(() -> queue.accept("Nobody", event("{}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue.accept("Backup", new byte[EventQueue.MAX_EVENT_BYTES + 1]))
        .hasMessageContaining("larger than 1 MB");
    assertThat(queue.isSettledSince(0)).isTrue();
  }
}
