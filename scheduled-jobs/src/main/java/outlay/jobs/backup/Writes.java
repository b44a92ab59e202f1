package outlay.jobs.backup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Calls that write, a few at once, while the next ones are got ready. They may take effect in any
 * order. None goes on after {@link #close}.
 */
final class Writes implements AutoCloseable {
  private final ExecutorService threads;
  private final Deque<Future<?>> begun = new ArrayDeque<>();
  private final int atOnce;

  /**
   * @param atOnce how many are under way at most
   */
  Writes(int atOnce) {
    this.atOnce = atOnce;
    this.threads = Executors.newFixedThreadPool(atOnce, Writes::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "writes");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins a call; waits first if as many as there may be are under way.
   *
   * @throws RuntimeException what an earlier one ended with
   */
  void begin(Runnable call) {
    if (begun.size() >= atOnce) {
      await(begun.remove());
    }
    begun.add(threads.submit(call));
  }

  /**
   * Waits for all of them.
   *
   * @throws RuntimeException what one of them ended with
   */
  void await() {
    while (!begun.isEmpty()) {
      await(begun.remove());
    }
  }

  private static void await(Future<?> call) {
    try {
      call.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing", interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a call did not write", failed.getCause());
    }
  }

  /** Waits for what is under way, however it ends. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      boolean unused = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
