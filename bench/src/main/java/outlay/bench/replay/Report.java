package outlay.bench.replay;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import outlay.bench.Times;

/** What a replay or drill ends in, for people. */
public final class Report {
  private static final int MOST_DIFFERENCES = 20;
  private static final String ROW = "%-22s %8s %9s %8s %9s %7s %12s %8s %8s %8s %11s%n";

  private final PrintStream out;

  public Report(PrintStream out) {
    this.out = out;
  }

  /**
   * One set.
   *
   * @param outcome of its users only
   */
  record Line(DataSet set, Posted posted, Outcome outcome, List<String> differences) {
    Line {
      differences = List.copyOf(differences);
    }
  }

  /** A line, formatted as {@link String#format} does. */
  public void say(String format, Object... values) {
    out.printf(format + "%n", values);
  }

  void table(List<Line> lines) {
    out.println();
    out.printf(
        ROW,
        "set",
        "rows",
        "accepted",
        "refused",
        "replayed",
        "rows/s",
        "differences",
        "alerts:",
        "raised",
        "mailed",
        "duplicates");
    out.printf(ROW, "", "", "", "", "", "", "", "expected", "", "", "");
    lines.forEach(this::line);
    for (Line line : lines) {
      differences(line.set().name(), line.differences());
    }
  }

  /** What differs, the first few in full. */
  public void differences(String where, List<String> differences) {
    if (differences.isEmpty()) {
      return;
    }
    out.printf("%n%s: %d differences%n", where, differences.size());
    differences.stream().limit(MOST_DIFFERENCES).forEach(text -> out.println("  " + text));
    if (differences.size() > MOST_DIFFERENCES) {
      out.printf("  and %d more%n", differences.size() - MOST_DIFFERENCES);
    }
  }

  /** That waiting ended without everything there; what is missing is among the differences. */
  void gaveUp(Duration patience) {
    out.printf("%nWaiting was given up: nothing changed for %d s.%n", patience.toSeconds());
  }

  public void kills(long seed, Map<String, Integer> kills) {
    int all = kills.values().stream().mapToInt(Integer::intValue).sum();
    out.printf("%nKilled %d processes (seed %d): %s%n", all, seed, kills);
  }

  void timesHeading() {
    out.printf("%n%-40s %8s %12s %12s%n", "times", "count", "median", "p99");
  }

  void times(String what, Times times) {
    if (times.count() > 0) {
      out.printf(
          "%-40s %8d %12s %12s%n",
          what, times.count(), millis(times.percentile(50)), millis(times.percentile(99)));
    }
  }

  void duration(String what, Duration duration) {
    out.printf("%-40s %8s %12s%n", what, "", millis(duration));
  }

  private void line(Line line) {
    out.printf(
        ROW,
        line.set().name(),
        line.set().rows().size() + line.set().refused().size(),
        line.posted().expenseIds().size(),
        line.posted().refused(),
        line.posted().replayed(),
        Math.round(line.posted().rate()),
        line.differences().size(),
        Expectation.alerts(line.posted().expenseIds()).size(),
        line.outcome().alerts().values().stream().filter(Outcome.SENT::equals).count(),
        line.outcome().mails().size(),
        line.outcome().duplicates());
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
