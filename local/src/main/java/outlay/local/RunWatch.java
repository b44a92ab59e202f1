package outlay.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a run of a job has come, until it is over. */
final class RunWatch {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Asks the stack about a run. */
  @FunctionalInterface
  interface Source {
    /** As {@link Runs#find} answers. */
    JsonNode find(String run) throws IOException, InterruptedException;
  }

  /** Shows that so many segments are done. */
  @FunctionalInterface
  private interface Display {
    void show(int done);
  }

  private final Source source;
  private final PrintStream out;
  private final boolean isTerminal;

  /**
   * @param out where the progress is shown, not the result
   * @param isTerminal whether lines can be written over
   */
  RunWatch(Source source, PrintStream out, boolean isTerminal) {
    this.source = source;
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /** Returns the run when it is over. */
  JsonNode await(String id) throws IOException, InterruptedException {
    JsonNode run = source.find(id);
    int segments = run.path("segments").asInt();
    if (!isTerminal) {
      return follow(
          id, run, done -> out.printf("%s: %d of %d segments done%n", id, done, segments));
    }
    try (ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(id)
            .setInitialMax(segments)
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
            .setUnit(" segments", 1)
            .setConsumer(new ConsoleProgressBarConsumer(out))
            .build()) {
      return follow(id, run, bar::stepTo);
    }
  }

  private JsonNode follow(String id, JsonNode first, Display display)
      throws IOException, InterruptedException {
    JsonNode run = first;
    int shown = -1;
    while (true) {
      int done = run.path("done").asInt();
      if (done != shown) {
        display.show(done);
        shown = done;
      }
      if (run.path("over").asBoolean()) {
        return run;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK.toMillis()));
      run = source.find(id);
    }
  }
}
