package outlay.bench.figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time by process while something runs: of this one and of all that it started. It tells
 * what stands in the way where the processors are the limit. A process that ends meanwhile is left
 * out.
 */
final class Profile {
  private static final Pattern HANDLER = Pattern.compile("([A-Za-z]+)Handler::handleRequest$");
  private static final Duration LEAST = Duration.ofMillis(50); // The kernel counts in steps of 10.

  private final Map<String, Duration> spent = new HashMap<>();
  private Duration wall = Duration.ZERO;

  /** What {@code work} answers; what all processes spend during it is added. */
  <T> T during(Callable<T> work) throws Exception {
    Map<ProcessHandle, Duration> before = times();
    long start = System.nanoTime();
    T result = work.call();
    wall = wall.plusNanos(System.nanoTime() - start);
    times()
        .forEach(
            (process, time) ->
                spent.merge(
                    name(process),
                    time.minus(before.getOrDefault(process, Duration.ZERO)),
                    Duration::plus));
    return result;
  }

  private static Map<ProcessHandle, Duration> times() {
    Map<ProcessHandle, Duration> times = new HashMap<>();
    ProcessHandle own = ProcessHandle.current();
    Stream.concat(Stream.of(own), own.descendants())
        .forEach(
            process ->
                process.info().totalCpuDuration().ifPresent(time -> times.put(process, time)));
    return times;
  }

  private static String name(ProcessHandle process) {
    List<String> arguments = process.info().arguments().map(Arrays::asList).orElse(List.of());
    return process.equals(ProcessHandle.current())
        ? "the bench itself"
        : name(process.info().command().orElse(""), arguments);
  }

  /** What a reader knows a process by. */
  static String name(String command, List<String> arguments) {
    if (command.endsWith("mariadbd")) {
      return "MariaDB";
    }
    if (arguments.stream().anyMatch(argument -> argument.endsWith("ServerRunner"))) {
      return "DynamoDB Local";
    }
    if (arguments.contains("outlay.local.Main")) {
      return "the rest of AWS: API, IAM, streams, queues, S3, Data API";
    }
    Matcher handler =
        HANDLER.matcher(arguments.isEmpty() ? "" : arguments.get(arguments.size() - 1));
    return handler.find() ? handler.group(1) : "others";
  }

  /** Who spent how much, the most first, and the share of what the processors could give. */
  String table() {
    List<Map.Entry<String, Duration>> rows = new ArrayList<>(spent.entrySet());
    rows.removeIf(row -> row.getValue().compareTo(LEAST) < 0);
    rows.sort(
        Comparator.comparing(Map.Entry<String, Duration>::getValue)
            .reversed()
            .thenComparing(Map.Entry::getKey));
    double possible = seconds(wall) * Runtime.getRuntime().availableProcessors();
    StringBuilder table =
        new StringBuilder("| process | processor time, s | of all |\n|---|--:|--:|\n");
    for (Map.Entry<String, Duration> row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.0f %% |%n",
              row.getKey(),
              seconds(row.getValue()),
              100 * seconds(row.getValue()) / possible));
    }
    return table.toString();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
