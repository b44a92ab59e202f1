package outlay.jobs.runs;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Pages, each of which is read while the one before it is worked on. So a page may be read a little
 * before it is taken, and one may be read that nobody takes.
 *
 * @param <P> a page
 */
public final class PagesAhead<P> implements AutoCloseable {
  private final Function<Optional<String>, P> read;
  private final Function<P, Optional<String>> next;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(PagesAhead::daemon);
  private final @Nullable Map<String, String> logged = MDC.getCopyOfContextMap();
  private @Nullable Future<P> ahead;

  /**
   * Begins to read the first page.
   *
   * @param read reads the page at a cursor
   * @param next the cursor of the page that follows one; empty after the last
   * @param from the first page's cursor
   */
  public PagesAhead(
      Function<Optional<String>, P> read,
      Function<P, Optional<String>> next,
      Optional<String> from) {
    this.read = read;
    this.next = next;
    this.ahead = begin(from);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "pages-ahead");
    thread.setDaemon(true);
    return thread;
  }

  private Future<P> begin(Optional<String> at) {
    return thread.submit(
        () -> {
          if (logged != null) {
            MDC.setContextMap(logged);
          }
          return read.apply(at);
        });
  }

  /** Whether there is a page to {@link #take}. */
  public boolean hasNext() {
    return ahead != null;
  }

  /**
   * Takes the next page, and begins to read the one after it.
   *
   * @throws RuntimeException if it could not be read
   */
  public P take() {
    Future<P> reading = ahead;
    if (reading == null) {
      throw new NoSuchElementException();
    }
    ahead = null;
    P page = result(reading);
    next.apply(page).ifPresent(at -> ahead = begin(Optional.of(at)));
    return page;
  }

  private static <P> P result(Future<P> reading) {
    try {
      return reading.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a page", interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a page was not read", failed.getCause());
    }
  }

  /** Waits for the page that is being read, so that nothing goes on after the answer. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      boolean unused = thread.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
