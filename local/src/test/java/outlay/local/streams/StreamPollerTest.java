package outlay.local.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.background.Backlog;

/** Shards, batches, filters, and checkpoints, on a stream that does what it is told. */
final class StreamPollerTest {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final FakeStream stream = new FakeStream();
  private final List<StreamPoller> pollers = new ArrayList<>();
  private final Disorder disorder = new Disorder();
  private final FakeInvoker function = new FakeInvoker(batch -> FakeInvoker.succeeds());

  @AfterEach
  void close() {
    pollers.forEach(StreamPoller::close);
  }

  @Test
  void records_arriveInOrderInBatches() {
    stream.shard("a");
    for (int i = 1; i <= 25; i++) {
      stream.add("a", Integer.toString(i), "INSERT");
    }

    drain(poller(Mappings.TOTALS, function));

    assertThat(function.batches).extracting(List::size).containsExactly(10, 10, 5);
    assertThat(delivered()).startsWith("1", "2", "3").hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void event_isWhatLambdaSends() {
    stream.shard("a");
    stream.add("a", "1", "INSERT");

    drain(poller(Mappings.TOTALS, function));

    assertThat(function.events.get(0).path("Records").get(0).toString())
        .isEqualTo(
            "{\"eventID\":\"e1\",\"eventName\":\"INSERT\",\"dynamodb\":"
                + "{\"ApproximateCreationDateTime\":1769083200,\"SequenceNumber\":\"1\"},"
                + "\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\","
                + "\"awsRegion\":\"eu-west-1\",\"eventSourceARN\":\""
                + Mappings.STREAM_ARN
                + "\"}");
  }

  @Test
  void filteredRecords_areDroppedAndCheckpointed() throws Exception {
    stream.shard("a");
    stream.add("a", "1", "INSERT");
    stream.add("a", "2", "REMOVE");

    StreamPoller poller = poller(Mappings.filtered("{\"eventName\":[\"INSERT\"]}"), function);
    drain(poller);

    assertThat(delivered()).containsExactly("1");
    assertThat(poller.reading().filtered()).isEqualTo(1);
    assertThat(checkpoint("a")).isEqualTo("2");
  }

  @Test
  void child_isReadAfterItsParentIsSettled() throws Exception {
    stream.shard("b", "a");
    stream.shard("a", "gone");
    stream.add("b", "3", "INSERT");
    stream.add("a", "1", "INSERT");
    stream.add("a", "2", "INSERT");
    stream.close("a");

    StreamPoller poller = poller(Mappings.TOTALS, function);
    drain(poller);

    assertThat(delivered()).containsExactly("1", "2", "3");
    assertThat(checkpoint("a")).isEqualTo("closed");
  }

  @Test
  void nextPoller_goesOnAfterTheCheckpoint() {
    stream.shard("a");
    stream.add("a", "1", "INSERT");
    StreamPoller first = poller(Mappings.TOTALS, function);
    drain(first);
    first.close();
    stream.add("a", "2", "INSERT");

    drain(poller(Mappings.TOTALS, function));

    assertThat(function.batches).containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void pollerThatEndsDuringABatch_hasItDeliveredAgain() throws Exception {
    stream.shard("a");
    stream.add("a", "1", "INSERT");
    CountDownLatch invoked = new CountDownLatch(1);
    StreamPoller killed =
        poller(
            Mappings.TOTALS,
            new FakeInvoker(
                batch -> {
                  invoked.countDown();
                  try {
                    TimeUnit.MINUTES.sleep(10);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                  }
                  return FakeInvoker.succeeds();
                }));
    assertThat(invoked.await(20, TimeUnit.SECONDS)).isTrue();
    killed.close();

    drain(poller(Mappings.TOTALS, function));

    assertThat(delivered()).containsExactly("1");
  }

  @Test
  void window_gathersRecords() {
    stream.shard("a");
    StreamPoller poller = poller(Mappings.batches(3, Duration.ofMinutes(10)), function);
    for (int i = 1; i <= 3; i++) {
      stream.add("a", Integer.toString(i), "INSERT");
      poller.wake();
    }

    drain(poller);

    assertThat(function.batches).containsExactly(List.of("1", "2", "3"));
  }

  @Test
  void window_thatIsOver_sendsWhatThereIs() {
    stream.shard("a");
    stream.add("a", "1", "INSERT");

    drain(poller(Mappings.batches(3, Duration.ofMillis(200)), function));

    assertThat(function.batches).containsExactly(List.of("1"));
  }

  @Test
  void expiredIteratorAndFailedRead_loseNothing() {
    stream.shard("a");
    stream.add("a", "1", "INSERT");
    stream.failNextRead();
    stream.expireNextIterator();

    StreamPoller poller = poller(Mappings.TOTALS, function);
    drain(poller);

    assertThat(delivered()).containsExactly("1");
    assertThat(poller.reading().lastError()).contains("connection reset");
  }

  @Test
  void trimmedCheckpoint_startsAtTheOldestRecord() {
    stream.shard("a");
    stream.add("a", "1", "INSERT");
    StreamPoller first = poller(Mappings.TOTALS, function);
    drain(first);
    first.close();
    stream.add("a", "2", "INSERT");
    stream.add("a", "3", "INSERT");
    stream.trim("a", 2);

    StreamPoller second = poller(Mappings.TOTALS, function);
    drain(second);

    assertThat(delivered()).containsExactly("1", "3");
    assertThat(second.reading().lastError()).isPresent();
  }

  @Test
  void poisonRecord_isGivenUpAndTheRestHandled() {
    stream.shard("a");
    Stream.of("1", "2", "3", "4").forEach(number -> stream.add("a", number, "INSERT"));
    FakeInvoker poisoned =
        new FakeInvoker(
            batch -> batch.contains("3") ? FakeInvoker.throwsError() : FakeInvoker.succeeds());

    StreamPoller poller = poller(Mappings.TOTALS, poisoned);
    drain(poller);

    assertThat(poller.reading().handled()).isEqualTo(3);
    assertThat(poller.reading().givenUp()).isEqualTo(1);
    assertThat(poller.reading().lag()).isEqualTo(Duration.ZERO);
  }

  // ---------------------------------------------------------------- Idle streams

  @Test
  void looksThatFindNothing_leaveTheStoreFiftyTimesAsLongAlone() {
    stream.shard("a");
    stream.lookTakes(Duration.ofMillis(10));
    poller(Mappings.TOTALS, function);

    await(() -> stream.emptyLooks().size() >= 3);

    List<Long> looks = stream.emptyLooks();
    assertThat(looks.get(1) - looks.get(0)).isGreaterThan(500_000_000);
    assertThat(looks.get(2) - looks.get(1)).isGreaterThan(500_000_000);
  }

  @Test
  void settled_isKnownAtOnce_howeverLongTheNextLookIsPutOff() throws Exception {
    stream.shard("a");
    stream.lookTakes(LONGEST.dividedBy(40)); // So the next one is after more than LONGEST.
    StreamPoller poller = poller(Mappings.TOTALS, function);
    await(() -> !stream.emptyLooks().isEmpty());
    stream.add("a", "1", "INSERT");

    drain(poller);

    assertThat(delivered()).containsExactly("1");
  }

  // ---------------------------------------------------------------- Disorder

  /** Sixty records of seven items, delivered to the end. */
  private StreamPoller deliver(Disorder.Rates rates) {
    disorder.start(7, rates);
    stream.shard("a");
    for (int i = 1; i <= 60; i++) {
      stream.add("a", Integer.toString(i), "MODIFY", "item" + i % 7);
    }
    StreamPoller poller = poller(Mappings.TOTALS, function);
    drain(poller);
    return poller;
  }

  private void assertAllDelivered() {
    assertThat(delivered())
        .containsAll(IntStream.rangeClosed(1, 60).mapToObj(Integer::toString).toList());
  }

  @Test
  void again_batchesOrSuffixesComeTwice() {
    deliver(new Disorder.Rates(1, 0, 0, 0, 0, 0));

    assertAllDelivered();
    assertThat(function.batches).hasSize(12);
    for (int i = 0; i < 12; i += 2) {
      List<String> whole = function.batches.get(i);
      List<String> second = function.batches.get(i + 1);
      assertThat(whole.subList(whole.size() - second.size(), whole.size())).isEqualTo(second);
    }
  }

  @Test
  void later_suffixesComeAfterTheNextBatch() {
    deliver(new Disorder.Rates(0, 1, 0, 0, 0, 0));

    assertAllDelivered();
    assertThat(function.batches.get(0)).startsWith("1");
    assertThat(function.batches.get(1)).startsWith("11");
    assertThat(function.batches.get(2)).endsWith("10");
  }

  @Test
  void atOnce_eachBatchComesTwice() {
    deliver(new Disorder.Rates(0, 0, 1, 0, 0, 0));

    assertThat(delivered()).hasSize(120);
    assertThat(disorder.done()).isEqualTo(Map.of("at once", 6L));
  }

  @Test
  void split_keepsTheOrderOfAnItemOnly() {
    deliver(new Disorder.Rates(0, 0, 0, 1, 0, 0));

    assertAllDelivered();
    List<Integer> order = delivered().stream().map(Integer::valueOf).toList();
    assertThat(order).hasSize(60).isNotEqualTo(order.stream().sorted().toList());
    for (int item = 0; item < 7; item++) {
      int each = item;
      assertThat(order.stream().filter(number -> number % 7 == each).toList()).isSorted();
    }
  }

  @Test
  void lostAnswers_haveBatchesDeliveredAgainAndNoneGivenUp() {
    StreamPoller poller = deliver(new Disorder.Rates(0, 0, 0, 0, 1, 0));

    assertAllDelivered();
    assertThat(delivered()).hasSizeGreaterThan(100);
    assertThat(poller.reading().givenUp()).isZero();
  }

  @Test
  void discarded_isNeverDelivered() throws Exception {
    deliver(Disorder.Rates.OUTAGE);
    assertThat(delivered()).isEmpty();
    assertThat(checkpoint("a")).isEqualTo("60");

    disorder.stop();
    stream.add("a", "61", "MODIFY");
    drain(pollers.get(0));

    assertThat(delivered()).containsExactly("61");
  }

  private StreamPoller poller(Mapping mapping, FakeInvoker invoker) {
    StreamPoller poller =
        new StreamPoller(
            mapping,
            stream,
            invoker,
            (url, message) -> {},
            folder,
            Clock.systemUTC(),
            InstantSource.system(),
            failures -> Thread.sleep(1), // The poller's own pause; no test waits by it.
            disorder);
    pollers.add(poller);
    poller.start();
    return poller;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // Between two looks.
    }
  }

  private static void drain(StreamPoller poller) {
    assertThat(Backlog.awaitEmpty(List.of(poller), LONGEST)).isTrue();
  }

  private List<String> delivered() {
    return function.batches.stream().flatMap(List::stream).toList();
  }

  private String checkpoint(String shard) throws Exception {
    return Files.readString(
            folder.resolve("Totals-ExpenseChanges/2026-01-22T12-00-00.000").resolve(shard))
        .strip();
  }
}
