package outlay.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Says which parts have started and how long each took. On a terminal, the parts that are still
 * starting stand in a last line that is written over. Safe for many threads.
 */
public final class Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean isTerminal;
  private final List<String> starting = new ArrayList<>();

  private Progress(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /**
   * @param isTerminal whether lines can be written over
   */
  static Progress on(PrintStream out, boolean isTerminal) {
    return new Progress(out, isTerminal);
  }

  /** Says nothing. */
  public static Progress silent() {
    return new Progress(new PrintStream(java.io.OutputStream.nullOutputStream()), false);
  }

  /** Runs {@code start}, and says how long it took. */
  <T> T part(String name, Callable<T> start) throws Exception {
    long begun = System.nanoTime();
    begin(name);
    try {
      T part = start.call();
      end(name, "  %-24s %s".formatted(name, seconds(Duration.ofNanos(System.nanoTime() - begun))));
      return part;
    } catch (Exception failed) {
      end(name, "  %-24s failed".formatted(name));
      throw failed;
    }
  }

  synchronized void say(String line) {
    clear();
    out.println(line);
    showStarting();
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private synchronized void begin(String name) {
    starting.add(name);
    clear();
    showStarting();
  }

  private synchronized void end(String name, String line) {
    starting.remove(name);
    say(line);
  }

  private void clear() {
    if (isTerminal) {
      out.print(CLEAR_LINE);
    }
  }

  private void showStarting() {
    if (isTerminal) {
      if (!starting.isEmpty()) {
        out.print("  … " + String.join(", ", starting));
      }
      out.flush();
    }
  }
}
