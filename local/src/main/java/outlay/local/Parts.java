package outlay.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;

/** What runs, ended in the right order however far the start has come. Safe for many threads. */
final class Parts implements AutoCloseable {
  private final Map<Part, Deque<AutoCloseable>> running = new EnumMap<>(Part.class);
  private final Progress progress;

  Parts(Progress progress) {
    this.progress = progress;
  }

  /** Starts something that {@link #close} ends. */
  <T extends AutoCloseable> T start(Part part, Callable<T> start) throws Exception {
    return progress.part(part.label(), () -> keep(part, start.call()));
  }

  /** Ends {@code started} when this ends. */
  synchronized <T extends AutoCloseable> T keep(Part part, T started) {
    running.computeIfAbsent(part, any -> new ArrayDeque<>()).push(started);
    return started;
  }

  /**
   * Ends everything; what cannot be ended does not keep the others from it.
   *
   * @throws IllegalStateException if something could not be ended
   */
  @Override
  public synchronized void close() {
    IllegalStateException failed = new IllegalStateException("Not everything ended well.");
    Part[] parts = Part.values();
    for (int i = parts.length - 1; i >= 0; i--) {
      Deque<AutoCloseable> started = running.getOrDefault(parts[i], new ArrayDeque<>());
      while (!started.isEmpty()) {
        try {
          started.pop().close();
        } catch (Exception e) {
          // Not a constant: the log's file is in the data folder, which is not there at first.
          LoggerFactory.getLogger(Parts.class)
              .atError()
              .setCause(e)
              .addKeyValue("part", parts[i])
              .log("part_did_not_end");
          failed.addSuppressed(e);
        }
      }
    }
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
