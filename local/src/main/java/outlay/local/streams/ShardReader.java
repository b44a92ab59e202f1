package outlay.local.streams;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one shard from its checkpoint on and delivers its records in order, until the shard ends or
 * the thread is interrupted. Whatever goes wrong, it starts again at the checkpoint.
 */
final class ShardReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

  /** What GetRecords answers at most. */
  private static final int LARGEST_PAGE = 1000;

  /** Lambda's limit for an event, less what is around the records. */
  private static final int LARGEST_EVENT = 6 * 1024 * 1024 - 1024;

  private static final Duration SHORTEST_IDLE = Duration.ofMillis(20);

  /**
   * As often as <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda looks
   * at a shard</a>: for what is written without {@link #wake}, which are removals by time to live,
   * and while a table is written to all the time, so that batches are as large as Lambda's.
   */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /**
   * How many times as long as a look that found nothing the next one is put off. DynamoDB Local
   * keeps the records of all streams in one table without an index by stream: to find none, it
   * looks at all that were written since this stream's last one, and does nothing else meanwhile.
   */
  private static final int REST = 50;

  private final Mapping mapping;
  private final String shard;
  private final StreamSource.Start firstStart;
  private final StreamSource source;
  private final Records records;
  private final DisorderlyDelivery delivery;
  private final Checkpoints checkpoints;
  private final Status status;
  private final Backoff backoff;
  private final Runnable closed;
  private final Semaphore bell = new Semaphore(0);
  private volatile List<StreamRecord> pending = List.of();
  private volatile OptionalLong emptyAt = OptionalLong.empty();

  /**
   * @param firstStart where to start without a checkpoint
   * @param closed runs when the shard has ended and all its records are settled
   */
  ShardReader(
      Mapping mapping,
      String shard,
      StreamSource.Start firstStart,
      StreamSource source,
      Records records,
      DisorderlyDelivery delivery,
      Checkpoints checkpoints,
      Status status,
      Backoff backoff,
      Runnable closed) {
    this.mapping = mapping;
    this.shard = shard;
    this.firstStart = firstStart;
    this.source = source;
    this.records = records;
    this.delivery = delivery;
    this.checkpoints = checkpoints;
    this.status = status;
    this.backoff = backoff;
    this.closed = closed;
  }

  @Override
  public void run() {
    try {
      boolean trimmed = false;
      Optional<String> trimmedAt = Optional.empty();
      int failures = 0;
      while (!checkpoints.isClosed(shard)) {
        Optional<String> settled = checkpoints.settled(shard);
        boolean lost = trimmed && settled.equals(trimmedAt);
        Pass pass = new Pass(lost ? StreamSource.Start.OLDEST : start(settled));
        try {
          pass.run();
        } catch (StreamSource.Expired e) {
          // A new iterator starts at the checkpoint.
          LOG.atDebug().addKeyValue("shard", shard).log("iterator_expired");
        } catch (StreamSource.Trimmed e) {
          if (settled.isEmpty() && !lost) {
            // DynamoDB Local says so of each iterator that it gave out before the first record.
            LOG.atDebug().addKeyValue("shard", shard).log("iterator_trimmed");
          } else {
            failed("records_trimmed", e);
          }
          trimmed = true;
          trimmedAt = checkpoints.settled(shard);
        } catch (IOException | RuntimeException e) {
          if (Thread.interrupted()) {
            return;
          }
          failed("stream_read_failed", e);
          failures = pass.hasRead ? 0 : failures + 1;
          backoff.pause(failures);
        }
      }
      closed.run();
    } catch (InterruptedException e) {
      // Closing: nothing waits for this thread's interrupt flag.
      LOG.atDebug().addKeyValue("shard", shard).log("shard_reader_closed");
    }
  }

  /** Looks at once whether there are records, however long the last look took. */
  void wake() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /** Records that were read and are not settled. */
  List<StreamRecord> pending() {
    return pending;
  }

  /**
   * Whether a look at the stream that began at {@code nanoTime} or later found its end, with all
   * before it settled.
   */
  boolean wasEmptySince(long nanoTime) {
    OptionalLong at = emptyAt;
    return at.isPresent() && at.getAsLong() - nanoTime >= 0;
  }

  /** When the oldest record that is not settled was written. */
  Optional<Instant> oldest() {
    return pending.stream().map(StreamRecord::written).min(Instant::compareTo);
  }

  private StreamSource.Start start(Optional<String> settled) {
    return settled.map(StreamSource.Start::after).orElse(firstStart);
  }

  private void failed(String what, Exception e) {
    LOG.atError()
        .setCause(e)
        .addKeyValue("mapping", mapping.id())
        .addKeyValue("shard", shard)
        .log(what);
    status.failed(String.valueOf(e.getMessage()));
  }

  /** One way through the shard, from an iterator on, until its end or a failure. */
  private final class Pass {
    private final StreamSource.Start start;
    private final List<StreamRecord> gathered = new ArrayList<>();
    private long gatheredSince;
    private boolean hasRead;
    private @Nullable String filteredUpTo;
    private Duration idle = SHORTEST_IDLE;

    Pass(StreamSource.Start start) {
      this.start = start;
      pending = List.of();
    }

    void run()
        throws IOException, InterruptedException, StreamSource.Trimmed, StreamSource.Expired {
      Optional<String> iterator = Optional.of(source.iterator(shard, start));
      while (iterator.isPresent()) {
        long asked = System.nanoTime();
        int limit = Math.min(LARGEST_PAGE, Math.max(1, mapping.batchSize() - gathered.size()));
        StreamSource.Page page = source.read(iterator.get(), limit);
        hasRead = true;
        gather(page.records());
        boolean ended = page.next().isEmpty();
        deliver(ended);
        if (gathered.isEmpty() && (ended || page.records().isEmpty())) {
          settleFiltered();
          emptyAt = OptionalLong.of(asked);
        }
        if (page.records().isEmpty() && !ended) {
          pause(REST * (System.nanoTime() - asked));
        } else {
          idle = SHORTEST_IDLE;
          if (page.records().size() < limit && !ended) {
            TimeUnit.NANOSECONDS.sleep(asked + BETWEEN_LOOKS.toNanos() - System.nanoTime());
          }
        }
        iterator = page.next();
      }
      checkpoints.close(shard);
    }

    /**
     * Until the bell rings or a batch is due, at most.
     *
     * @param rest nanoseconds
     */
    private void pause(long rest) throws InterruptedException {
      long nanos = Math.max(idle.toNanos(), rest);
      if (!gathered.isEmpty()) {
        long waited = System.nanoTime() - gatheredSince;
        nanos = Math.min(nanos, mapping.window().toNanos() - waited);
      }
      boolean woken = bell.tryAcquire(nanos, TimeUnit.NANOSECONDS);
      idle = woken ? SHORTEST_IDLE : min(idle.multipliedBy(3).dividedBy(2), BETWEEN_LOOKS);
    }

    private void gather(List<JsonNode> page) {
      for (JsonNode raw : page) {
        Optional<StreamRecord> record = records.of(raw);
        if (record.isEmpty()) {
          status.filtered();
          filteredUpTo = Records.sequenceNumber(raw);
        } else {
          if (gathered.isEmpty()) {
            gatheredSince = System.nanoTime();
          }
          gathered.add(record.get());
          filteredUpTo = null;
        }
      }
      pending = List.copyOf(gathered);
    }

    private void deliver(boolean ended) throws InterruptedException {
      while (!gathered.isEmpty()) {
        int count = batch();
        boolean full = count < gathered.size() || count == mapping.batchSize();
        boolean due = System.nanoTime() - gatheredSince >= mapping.window().toNanos();
        if (!full && !due && !ended) {
          return;
        }
        List<StreamRecord> batch = gathered.subList(0, count);
        delivery.deliver(shard, batch, number -> checkpoints.settle(shard, number));
        batch.clear();
        gatheredSince = System.nanoTime();
        pending = List.copyOf(gathered);
      }
    }

    /** How many of the gathered records make the next batch, at least one. */
    private int batch() {
      int count = 0;
      long bytes = 0;
      for (StreamRecord record : gathered) {
        bytes += record.json().length + 1;
        if (count > 0 && (count == mapping.batchSize() || bytes > LARGEST_EVENT)) {
          break;
        }
        count++;
      }
      return count;
    }

    private void settleFiltered() {
      if (filteredUpTo != null) {
        checkpoints.settle(shard, filteredUpTo);
        filteredUpTo = null;
      }
    }

    private static Duration min(Duration a, Duration b) {
      return a.compareTo(b) <= 0 ? a : b;
    }
  }
}
