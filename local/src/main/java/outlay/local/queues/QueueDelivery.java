package outlay.local.queues;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

/**
 * Hands a batch to the function once. What it handled is deleted. What it did not comes again when
 * the queue's visibility time-out is over, and after so many receipts SQS itself moves it to the
 * dead-letter queue. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">how Lambda
 * retries</a>.
 */
final class QueueDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(QueueDelivery.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Waits between attempts. */
  @FunctionalInterface
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  private final QueueMapping mapping;
  private final QueueFilter filter;
  private final MessageSource queue;
  private final Invoker invoker;
  private final InstantSource time;
  private final Pause pause;
  private final AtomicLong invocations = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  QueueDelivery(
      QueueMapping mapping, MessageSource queue, Invoker invoker, InstantSource time, Pause pause) {
    this.mapping = mapping;
    this.filter = new QueueFilter(mapping.filterPatterns());
    this.queue = queue;
    this.invoker = invoker;
    this.time = time;
    this.pause = pause;
  }

  /**
   * Returns when the function has answered and what it handled is deleted, or the batch is left to
   * come again.
   *
   * @param received when the batch's first message was
   */
  void deliver(List<Message> batch, Instant received) throws InterruptedException {
    List<Message> wanted = new ArrayList<>();
    List<Message> unwanted = new ArrayList<>();
    for (Message message : batch) {
      (filter.matches(QueueEvent.record(message, mapping)) ? wanted : unwanted).add(message);
    }
    if (!unwanted.isEmpty()) {
      queue.delete(unwanted);
    }
    if (!wanted.isEmpty()) {
      Optional<Invocation> invocation = invoke(wanted, received);
      if (invocation.isPresent()) {
        settle(wanted, invocation.get());
      }
    }
  }

  private void settle(List<Message> batch, Invocation invocation) {
    invocations.incrementAndGet();
    Outcome outcome = Outcome.of(invocation, batch, mapping.reportBatchItemFailures());
    outcome.error().ifPresent(error -> logFailure(batch, outcome, invocation, error));
    if (!outcome.done().isEmpty()) {
      queue.delete(outcome.done());
    }
  }

  private void logFailure(
      List<Message> batch, Outcome outcome, Invocation invocation, String error) {
    failures.incrementAndGet();
    LOG.atWarn()
        .addKeyValue("mapping", mapping.id())
        .addKeyValue("request", invocation.requestId())
        .addKeyValue("messages", batch.size())
        .addKeyValue("failed", batch.size() - outcome.done().size())
        .addKeyValue("error", error)
        .log("messages_failed");
  }

  /** Offers the batch until an instance is free or the messages are visible again. */
  private Optional<Invocation> invoke(List<Message> batch, Instant received)
      throws InterruptedException {
    byte[] event = QueueEvent.of(batch, mapping);
    Duration wait = Duration.ofMillis(100);
    while (true) {
      try {
        invocations.incrementAndGet();
        return Optional.of(invoker.invoke(mapping.function(), event));
      } catch (Invoker.TooManyRequests busy) {
        if (!time.instant().plus(wait).isBefore(received.plus(mapping.visibilityTimeout()))) {
          LOG.atWarn().setCause(busy).addKeyValue("mapping", mapping.id()).log("batch_left");
          return Optional.empty();
        }
        pause.last(wait);
        wait = wait.compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : LONGEST_PAUSE;
      }
    }
  }

  /** See {@link outlay.local.background.Backlog#activity}. */
  long activity() {
    return invocations.get();
  }

  long failures() {
    return failures.get();
  }
}
