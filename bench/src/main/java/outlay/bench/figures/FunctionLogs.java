package outlay.bench.figures;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What the functions' logs tell: how often and how long each ran, by the {@code platform.report}
 * lines of Lambda, and how much each wrote itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html">platform.report</a>
 */
record FunctionLogs(Map<String, FunctionLogs.Invocations> functions) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = ".log";
  private static final String REPORT = "\"type\":\"platform.report\"";
  private static final double MB_A_GB = 1024;
  private static final double MS_A_SECOND = 1000;

  FunctionLogs {
    functions = Map.copyOf(functions);
  }

  /**
   * A function's invocations.
   *
   * @param gbSeconds billed durations times configured memory, without starts
   * @param durationMs of all of them
   * @param ownBytes of the lines that the function wrote, ends of lines left aside
   * @param platformBytes of Lambda's own lines
   */
  record Invocations(
      long count, double gbSeconds, double durationMs, long ownBytes, long platformBytes) {
    static final Invocations NONE = new Invocations(0, 0, 0, 0, 0);

    Invocations plus(Invocations more) {
      return new Invocations(
          count + more.count,
          gbSeconds + more.gbSeconds,
          durationMs + more.durationMs,
          ownBytes + more.ownBytes,
          platformBytes + more.platformBytes);
    }

    Invocations minus(Invocations less) {
      return new Invocations(
          count - less.count,
          gbSeconds - less.gbSeconds,
          durationMs - less.durationMs,
          ownBytes - less.ownBytes,
          platformBytes - less.platformBytes);
    }
  }

  /** Reads the logs of all functions, {@code <Function>.log}, from their beginning. */
  static FunctionLogs read(Path folder) throws IOException {
    Map<String, Invocations> functions = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        functions.put(name.substring(0, name.length() - SUFFIX.length()), sum(file));
      }
    }
    return new FunctionLogs(functions);
  }

  private static Invocations sum(Path file) throws IOException {
    Invocations sum = Invocations.NONE;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sum = sum.plus(line(line));
      }
    }
    return sum;
  }

  /** What one line tells. */
  static Invocations line(String line) {
    long bytes = line.getBytes(StandardCharsets.UTF_8).length;
    if (!line.contains(REPORT)) {
      return new Invocations(0, 0, 0, bytes, 0);
    }
    try {
      JsonNode metrics = JSON.readTree(line).path("record").path("metrics");
      double gb = metrics.path("memorySizeMB").asDouble() / MB_A_GB;
      return new Invocations(
          1,
          gb * metrics.path("billedDurationMs").asDouble() / MS_A_SECOND,
          metrics.path("durationMs").asDouble(),
          0,
          bytes);
    } catch (JsonProcessingException cutOff) {
      throw new IllegalArgumentException("No report of Lambda: " + line, cutOff);
    }
  }

  /** How long each of a function's invocations took that ended after a moment. */
  static List<Duration> durations(Path log, Instant from) throws IOException {
    List<Duration> durations = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(REPORT)) {
          JsonNode report = JSON.readTree(line);
          if (Instant.parse(report.path("time").asText()).isAfter(from)) {
            double millis = report.path("record").path("metrics").path("durationMs").asDouble();
            durations.add(Duration.ofNanos(Math.round(millis * 1e6)));
          }
        }
      }
    }
    return durations;
  }

  /** What was added after an earlier reading. */
  FunctionLogs since(FunctionLogs earlier) {
    Map<String, Invocations> added = new HashMap<>();
    functions.forEach(
        (name, now) ->
            added.put(name, now.minus(earlier.functions.getOrDefault(name, Invocations.NONE))));
    return new FunctionLogs(added);
  }

  /** Of these functions together. */
  Invocations of(Collection<String> names) {
    return names.stream()
        .map(name -> functions.getOrDefault(name, Invocations.NONE))
        .reduce(Invocations.NONE, Invocations::plus);
  }
}
