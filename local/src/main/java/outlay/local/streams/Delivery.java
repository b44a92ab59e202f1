package outlay.local.streams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

/**
 * Hands a batch to the function, again and again, until each of its records is handled or given up.
 * See <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html">how
 * Lambda retries</a>. What AWS leaves open is done so:
 *
 * <ul>
 *   <li>Halving a batch is no retry. Retries count for the records that are tried again together,
 *       from the start when a partial answer moved on.
 *   <li>A partial answer that names the first record is a retry of the same records: they are not
 *       halved.
 *   <li>Time in which nothing ran here does not make a record older, since AWS never stands still.
 *   <li>Records are given up only once the on-failure queue has its message.
 * </ul>
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Mapping mapping;
  private final Invoker invoker;
  private final FailureQueue failures;
  private final InstantSource time;
  private final Backoff backoff;
  private final Status status;
  private final Instant started;

  Delivery(
      Mapping mapping,
      Invoker invoker,
      FailureQueue failures,
      InstantSource time,
      Backoff backoff,
      Status status) {
    this.mapping = mapping;
    this.invoker = invoker;
    this.failures = failures;
    this.time = time;
    this.backoff = backoff;
    this.status = status;
    this.started = time.instant();
  }

  /**
   * Returns when the fate of all records is settled.
   *
   * @param draw what goes wrong with the batch
   * @param settled gets the sequence number up to which it is, each time that it is known to rise
   * @throws InterruptedException if the poller closes; what is not settled is delivered again
   */
  void deliver(String shard, List<StreamRecord> batch, Disorder.Draw draw, Consumer<String> settled)
      throws InterruptedException {
    Deque<Range> open = new ArrayDeque<>();
    open.push(Range.of(batch));
    int unavailable = 0;
    while (!open.isEmpty()) {
      Range range = open.pop();
      int expired = expired(range);
      if (expired > 0) {
        giveUp(shard, range.first(expired), "EventAgeExceeded", settled);
        pushAfter(open, range, expired);
        continue;
      }
      Optional<Invocation> invocation = invoke(range);
      if (invocation.isEmpty()) {
        open.push(range);
        backoff.pause(unavailable++);
        continue;
      }
      unavailable = 0;
      settle(shard, range.invoked(invocation.get()), draw, open, settled);
    }
  }

  private void settle(
      String shard, Range range, Disorder.Draw draw, Deque<Range> open, Consumer<String> settled)
      throws InterruptedException {
    Outcome outcome =
        draw.lost()
            ? Outcome.failed("The answer was lost.")
            : Outcome.of(
                range.last().orElseThrow(), range.records(), mapping.reportBatchItemFailures());
    int done = outcome.firstFailure();
    if (done > 0) {
      settled.accept(range.records().get(done - 1).sequenceNumber());
      status.handled(done);
    }
    if (outcome.error().isEmpty()) {
      return;
    }
    status.failed(outcome.error().get());
    if (outcome.total() && mapping.bisectOnError() && range.records().size() > 1) {
      int half = draw.half(range.records().size());
      open.push(range.from(half));
      open.push(range.first(half));
      backoff.pause(0);
      return;
    }
    Range again = range.after(done).failed();
    if (mapping.maximumRetryAttempts() >= 0 && again.failures() > mapping.maximumRetryAttempts()) {
      giveUp(shard, again, "RetryAttemptsExhausted", settled);
    } else {
      open.push(again);
      backoff.pause(again.failures() - 1);
    }
  }

  /** Invokes the function once; empty if it could not be invoked, which counts as no attempt. */
  private Optional<Invocation> invoke(Range range) throws InterruptedException {
    try {
      status.invoked();
      return Optional.of(invoker.invoke(mapping.function(), Records.event(range.records())));
    } catch (RuntimeException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException("The poller closes.").initCause(e);
      }
      status.failed(String.valueOf(e.getMessage()));
      if (!(e instanceof Invoker.TooManyRequests)) {
        LOG.atError().setCause(e).addKeyValue("mapping", mapping.id()).log("invoke_failed");
      }
      return Optional.empty();
    }
  }

  /** How many records at the start are too old. */
  private int expired(Range range) {
    if (mapping.maximumRecordAge().isEmpty()) {
      return 0;
    }
    Duration oldest = mapping.maximumRecordAge().get();
    int expired = 0;
    for (StreamRecord record : range.records()) {
      Instant from = record.written().isBefore(started) ? started : record.written();
      if (Duration.between(from, time.instant()).compareTo(oldest) <= 0) {
        break;
      }
      expired++;
    }
    return expired;
  }

  private void giveUp(String shard, Range range, String condition, Consumer<String> settled)
      throws InterruptedException {
    LOG.atError()
        .addKeyValue("mapping", mapping.id())
        .addKeyValue("condition", condition)
        .addKeyValue("records", range.records().size())
        .addKeyValue("first_sequence_number", range.firstRecord().sequenceNumber())
        .log("records_given_up");
    if (mapping.onFailureQueueUrl().isPresent()) {
      String message = FailureMessage.of(mapping, shard, range, condition, time.instant());
      send(mapping.onFailureQueueUrl().get(), message);
    }
    settled.accept(range.lastRecord().sequenceNumber());
    status.gaveUp(range.records().size());
  }

  private void send(String queueUrl, String message) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        failures.send(queueUrl, message);
        return;
      } catch (RuntimeException e) {
        if (Thread.interrupted()) {
          throw (InterruptedException) new InterruptedException("The poller closes.").initCause(e);
        }
        LOG.atError().setCause(e).addKeyValue("queue", queueUrl).log("failure_not_sent");
        status.failed("The on-failure queue does not take messages: " + e.getMessage());
        backoff.pause(attempt);
      }
    }
  }

  private static void pushAfter(Deque<Range> open, Range range, int count) {
    if (count < range.records().size()) {
      open.push(range.after(count));
    }
  }
}
