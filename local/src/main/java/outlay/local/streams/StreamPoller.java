package outlay.local.streams;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.background.Backlog;
import outlay.local.lambda.Invoker;

/**
 * One event source mapping at work. It hands each record of the table's stream to the function at
 * least once, in order within a shard, a shard after its parent. Up to where that is done it keeps
 * on disk, so a poller that is started again after any end goes on from there.
 */
public final class StreamPoller implements Backlog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamPoller.class);

  /** Shards are looked for when one ends, and now and then. */
  private static final Duration DISCOVERY = Duration.ofSeconds(10);

  private final Mapping mapping;
  private final StreamSource source;
  private final Path checkpointFolder;
  private final Records records;
  private final InstantSource time;
  private final Backoff backoff;
  private final Status status = new Status();
  private final DisorderlyDelivery delivery;
  private final Map<String, ShardReader> readers = new ConcurrentHashMap<>();
  private final Map<String, Thread> threads = new ConcurrentHashMap<>();
  private final Semaphore shardEnded = new Semaphore(1);
  private final Thread coordinator;
  private volatile boolean allShardsKnown;

  /**
   * What a poller did since it was started, and where it stands.
   *
   * @param handled records that the function handled
   * @param filtered records that no filter matched
   * @param givenUp records that were told to the on-failure queue, or dropped
   * @param failures invocations that failed or could not be made, and failed reads
   * @param behind records that were read and are not settled; more may be in the stream
   * @param lag the age of the oldest of those; zero if there is none
   */
  public record Reading(
      String mapping,
      long handled,
      long filtered,
      long givenUp,
      long invocations,
      long failures,
      int behind,
      Duration lag,
      Optional<String> lastError) {}

  StreamPoller(
      Mapping mapping,
      StreamSource source,
      Invoker invoker,
      FailureQueue failures,
      Path checkpoints,
      Clock ttlClock,
      InstantSource time,
      Backoff backoff,
      Disorder disorder) {
    this.mapping = mapping;
    this.source = source;
    this.checkpointFolder = checkpoints.resolve(mapping.id());
    this.records = new Records(mapping, ttlClock);
    this.time = time;
    this.backoff = backoff;
    this.delivery =
        new DisorderlyDelivery(
            mapping,
            invoker,
            new Delivery(mapping, invoker, failures, time, backoff, status),
            disorder);
    this.coordinator = thread("stream-" + mapping.id(), this::coordinate);
  }

  /**
   * Starts polling.
   *
   * @param dynamoDb where DynamoDB Local answers, the edge left aside
   * @param failures takes the messages about records that are given up
   * @param checkpoints the folder for those of all mappings. A stream that is made anew, as in
   *     memory, starts without any
   * @param ttlClock the clock that the TTL sweeper goes by
   * @param disorder says what goes wrong with deliveries
   * @throws IllegalArgumentException if a filter pattern is not one
   */
  public static StreamPoller start(
      Mapping mapping,
      URI dynamoDb,
      Invoker invoker,
      FailureQueue failures,
      Path checkpoints,
      Clock ttlClock,
      Disorder disorder) {
    StreamPoller poller =
        new StreamPoller(
            mapping,
            new DynamoStream(dynamoDb, mapping.table()),
            invoker,
            failures,
            checkpoints,
            ttlClock,
            InstantSource.system(),
            Backoff.exponential(),
            disorder);
    poller.start();
    return poller;
  }

  void start() {
    coordinator.start();
  }

  /** Looks at once whether there are records: call it when the table was written to. */
  public void wake() {
    readers.values().forEach(ShardReader::wake);
  }

  /** The table whose stream is read. */
  public String table() {
    return mapping.table();
  }

  /** What was done so far. */
  public Reading reading() {
    Instant now = time.instant();
    int behind = readers.values().stream().mapToInt(reader -> reader.pending().size()).sum();
    Duration lag =
        readers.values().stream()
            .flatMap(reader -> reader.oldest().stream())
            .min(Instant::compareTo)
            .map(oldest -> Duration.between(oldest, now))
            .orElse(Duration.ZERO);
    return status.reading(mapping.id(), behind, lag);
  }

  /**
   * Whether everything that was written to the table before {@code nanoTime} is handled or given
   * up. Readers that have not looked since then do so now, so that it is known soon.
   *
   * @param nanoTime a value of {@link System#nanoTime}
   */
  @Override
  public boolean isSettledSince(long nanoTime) {
    if (!allShardsKnown) {
      return false; // Asked before the readers are looked at: one may begin in between.
    }
    List<ShardReader> unsettled =
        readers.values().stream().filter(reader -> !reader.wasEmptySince(nanoTime)).toList();
    unsettled.forEach(ShardReader::wake);
    return unsettled.isEmpty();
  }

  @Override
  public long activity() {
    return status.activity();
  }

  /** Stops. What is not settled is delivered again by the next poller on the same checkpoints. */
  @Override
  public void close() {
    end(coordinator);
    threads.values().forEach(Thread::interrupt);
    threads.values().forEach(StreamPoller::end);
  }

  private void coordinate() {
    int failures = 0;
    try {
      while (true) {
        shardEnded.tryAcquire(DISCOVERY.toMillis(), TimeUnit.MILLISECONDS);
        try {
          startReaders();
          failures = 0;
        } catch (IOException | RuntimeException e) {
          if (Thread.interrupted()) {
            return;
          }
          LOG.atError().setCause(e).addKeyValue("mapping", mapping.id()).log("shards_unknown");
          status.failed(String.valueOf(e.getMessage()));
          shardEnded.release();
          backoff.pause(failures++);
        }
      }
    } catch (InterruptedException e) {
      LOG.atDebug().addKeyValue("mapping", mapping.id()).log("stream_poller_closed");
    }
  }

  /** Starts a reader for each shard that has none, is not closed, and whose parent is done. */
  private void startReaders() throws IOException {
    Checkpoints checkpoints =
        new Checkpoints(checkpointFolder.resolve(source.label().replace(':', '-')));
    List<Shard> shards = source.shards();
    Map<String, Shard> byId =
        shards.stream().collect(Collectors.toMap(Shard::id, shard -> shard, (a, b) -> a));
    boolean waiting = false;
    for (Shard shard : shards) {
      Optional<String> parent = shard.parent().filter(byId::containsKey);
      if (checkpoints.isClosed(shard.id())) {
        readers.remove(shard.id());
        threads.remove(shard.id());
      } else if (parent.isPresent() && !checkpoints.isClosed(parent.get())) {
        waiting = true;
      } else if (!readers.containsKey(shard.id())) {
        startReader(shard, checkpoints);
      }
    }
    synchronized (shardEnded) {
      allShardsKnown = !waiting && shardEnded.availablePermits() == 0;
    }
  }

  private void startReader(Shard shard, Checkpoints checkpoints) {
    boolean oldest = mapping.trimHorizon() || shard.parent().isPresent();
    ShardReader reader =
        new ShardReader(
            mapping,
            shard.id(),
            oldest ? StreamSource.Start.OLDEST : StreamSource.Start.NEWEST,
            source,
            records,
            delivery,
            checkpoints,
            status,
            backoff,
            this::shardEnded);
    readers.put(shard.id(), reader);
    Thread thread = thread("shard-" + mapping.id(), reader);
    threads.put(shard.id(), thread);
    thread.start();
  }

  private void shardEnded() {
    synchronized (shardEnded) {
      allShardsKnown = false;
      shardEnded.release();
    }
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void end(Thread thread) {
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
