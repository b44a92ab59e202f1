package outlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Calls to AWS, and the DynamoDB capacity that they consumed, as the AWS endpoint counted them
 * since it was started.
 */
record Consumption(Map<Consumption.Calls, Consumption.Count> counts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Consumption {
    counts = Map.copyOf(counts);
  }

  /** What was called by whom. */
  record Calls(String caller, String service, String action, String resource) {}

  /**
   * How often, and what it consumed.
   *
   * @param units read or write units, as the action implies; 0 elsewhere than on DynamoDB
   */
  record Count(long calls, double units) {
    private static final Count NONE = new Count(0, 0);
  }

  /** Everything so far. */
  static Consumption read(Environment environment) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_WEB") + "/console/state"))
                    .build(),
                BodyHandlers.ofString());
    Map<Calls, Count> counts = new HashMap<>();
    for (JsonNode call : JSON.readTree(answer.body()).path("calls")) {
      counts.put(
          new Calls(
              call.path("caller").asText(),
              call.path("service").asText(),
              call.path("action").asText(),
              call.path("resource").asText()),
          new Count(call.path("calls").asLong(), call.path("units").asDouble()));
    }
    return new Consumption(counts);
  }

  /** What was added after an earlier reading. */
  Consumption since(Consumption earlier) {
    Map<Calls, Count> added = new HashMap<>();
    counts.forEach(
        (calls, count) -> {
          Count before = earlier.counts.getOrDefault(calls, Count.NONE);
          added.put(
              calls, new Count(count.calls() - before.calls(), count.units() - before.units()));
        });
    return new Consumption(added);
  }

  /** The capacity that these callers consumed, on all tables and indexes. */
  double units(Set<String> callers) {
    return counts.entrySet().stream()
        .filter(entry -> callers.contains(entry.getKey().caller()))
        .mapToDouble(entry -> entry.getValue().units())
        .sum();
  }
}
