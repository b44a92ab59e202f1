package outlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Calls to AWS, the DynamoDB capacity that they consumed, and how long they took, as the AWS
 * endpoint counted them since it was started.
 */
public record Consumption(Map<Consumption.Calls, Consumption.Count> counts) {
  public Consumption {
    counts = Map.copyOf(counts);
  }

  /** What was called by whom. */
  public record Calls(String caller, String service, String action, String resource) {}

  /**
   * How often, and what it consumed.
   *
   * @param failures calls that were refused, as a condition refuses a write
   * @param units read or write units, as the action implies; 0 elsewhere than on DynamoDB
   * @param waitedMs what their answers took together, at the endpoint
   */
  public record Count(long calls, long failures, double units, double waitedMs) {
    private static final Count NONE = new Count(0, 0, 0, 0);

    /** AWS bills a write that a condition refuses like one that it allows. */
    public double billedUnits() {
      return failures == 0 || calls == failures ? units : units * calls / (calls - failures);
    }
  }

  /** Everything so far. */
  public static Consumption read(Environment environment) throws IOException, InterruptedException {
    Map<Calls, Count> counts = new HashMap<>();
    for (JsonNode call : new Console(environment).calls()) {
      counts.put(
          new Calls(
              call.path("caller").asText(),
              call.path("service").asText(),
              call.path("action").asText(),
              call.path("resource").asText()),
          new Count(
              call.path("calls").asLong(),
              call.path("failures").asLong(),
              call.path("units").asDouble(),
              call.path("waitedMs").asDouble()));
    }
    return new Consumption(counts);
  }

  /** What was added after an earlier reading. */
  public Consumption since(Consumption earlier) {
    Map<Calls, Count> added = new HashMap<>();
    counts.forEach(
        (calls, count) -> {
          Count before = earlier.counts.getOrDefault(calls, Count.NONE);
          added.put(
              calls,
              new Count(
                  count.calls() - before.calls(),
                  count.failures() - before.failures(),
                  count.units() - before.units(),
                  count.waitedMs() - before.waitedMs()));
        });
    return new Consumption(added);
  }

  /** How long a caller waited for its calls' answers, in milliseconds. */
  public double waitedMs(String caller) {
    return counts.entrySet().stream()
        .filter(entry -> caller.equals(entry.getKey().caller()))
        .mapToDouble(entry -> entry.getValue().waitedMs())
        .sum();
  }

  /** The capacity that these callers consumed, on all tables and indexes. */
  public double units(Set<String> callers) {
    return counts.entrySet().stream()
        .filter(entry -> callers.contains(entry.getKey().caller()))
        .mapToDouble(entry -> entry.getValue().units())
        .sum();
  }
}
