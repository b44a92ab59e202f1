package outlay.local.queues;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.background.Backlog;
import outlay.local.lambda.Invoker;
import outlay.local.sqs.Queues;

/**
 * One event source mapping at work. Each message is handed to the function at least once, in any
 * order, in up to {@link QueueMapping#maximumConcurrency} batches at a time.
 */
public final class QueuePoller implements Backlog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);

  /** A poll cannot be interrupted, and the end waits for it. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private final QueueMapping mapping;
  private final MessageSource queue;
  private final InstantSource time;
  private final QueueDelivery delivery;
  private final Semaphore free;
  private final ExecutorService workers;
  private final Thread thread;
  private volatile boolean closed;

  QueuePoller(QueueMapping mapping, MessageSource queue, Invoker invoker, InstantSource time) {
    this.mapping = mapping;
    this.queue = queue;
    this.time = time;
    this.delivery =
        new QueueDelivery(mapping, queue, invoker, time, pause -> Thread.sleep(pause.toMillis()));
    this.free = new Semaphore(mapping.maximumConcurrency());
    this.workers = Executors.newCachedThreadPool(task -> daemon("batch-" + mapping.id(), task));
    this.thread = daemon("queue-" + mapping.id(), this::poll);
  }

  /**
   * Starts polling.
   *
   * @throws IllegalArgumentException if a filter pattern is not one
   */
  public static QueuePoller start(QueueMapping mapping, Queues queues, Invoker invoker) {
    QueuePoller poller =
        new QueuePoller(
            mapping,
            new SqsMessages(queues.client(), queues.url(mapping.queue())),
            invoker,
            InstantSource.system());
    poller.thread.start();
    return poller;
  }

  void start() {
    thread.start();
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void poll() {
    Duration pause = Duration.ofMillis(100);
    try {
      while (!closed) {
        free.acquire();
        if (!next()) {
          Thread.sleep(pause.toMillis());
          pause = pause.toSeconds() < 10 ? pause.multipliedBy(2) : pause;
        } else {
          pause = Duration.ofMillis(100);
        }
      }
    } catch (InterruptedException ended) {
      LOG.atDebug().addKeyValue("mapping", mapping.id()).log("queue_poller_closed");
    }
  }

  /**
   * Gathers a batch and hands it to a worker, which gives the permit back.
   *
   * @return false if the queue did not answer
   */
  private boolean next() throws InterruptedException {
    boolean handedOver = false;
    try {
      Instant received = time.instant();
      List<Message> batch = gather();
      if (!batch.isEmpty() && !closed) {
        workers.execute(() -> work(batch, received));
        handedOver = true;
      }
      return true;
    } catch (RuntimeException failed) {
      if (closed || Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException("The end.").initCause(failed);
      }
      LOG.atError().setCause(failed).addKeyValue("mapping", mapping.id()).log("queue_unread");
      return false;
    } finally {
      if (!handedOver) {
        free.release();
      }
    }
  }

  /** A poll waits whole seconds, so a window may end up to one of them early. */
  private List<Message> gather() {
    List<Message> batch = new ArrayList<>(queue.receive(Math.min(mapping.batchSize(), 10), POLL));
    long end = System.nanoTime() + mapping.window().minus(POLL).toNanos();
    while (!batch.isEmpty()
        && batch.size() < mapping.batchSize()
        && end - System.nanoTime() >= 0
        && !closed) {
      batch.addAll(queue.receive(Math.min(mapping.batchSize() - batch.size(), 10), POLL));
    }
    return batch;
  }

  private void work(List<Message> batch, Instant received) {
    try {
      delivery.deliver(batch, received);
    } catch (InterruptedException ended) {
      LOG.atDebug().addKeyValue("mapping", mapping.id()).log("batch_left_at_the_end");
    } catch (RuntimeException failed) {
      if (!closed) { // The messages come again.
        LOG.atError().setCause(failed).addKeyValue("mapping", mapping.id()).log("batch_failed");
      }
    } finally {
      free.release();
    }
  }

  /**
   * What a poller did since it was started.
   *
   * @param failures invocations after which messages come again
   */
  public record Reading(String mapping, long failures) {}

  /** What was done so far. */
  public Reading reading() {
    return new Reading(mapping.id(), delivery.failures());
  }

  /** Whether the queue has no message: none waiting, in flight, delayed, or failed and to come. */
  @Override
  public boolean isSettledSince(long nanoTime) {
    // The poller itself holds a permit while it waits for messages.
    return free.availablePermits() >= mapping.maximumConcurrency() - 1 && queue.isEmpty();
  }

  @Override
  public long activity() {
    return delivery.activity();
  }

  /** Stops. What is not deleted comes again. */
  @Override
  public void close() {
    closed = true;
    workers.shutdownNow();
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
