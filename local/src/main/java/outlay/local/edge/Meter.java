package outlay.local.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * Counts calls, how long their answers took, and the DynamoDB capacity they consumed, by caller,
 * service, action, and resource, since it was made. It asks DynamoDB for the capacity where the
 * caller did not, so answers may hold a {@code ConsumedCapacity} more than was asked for. DynamoDB
 * Local reports half of what AWS bills for transactions, and nothing for a query that finds
 * nothing: that is counted here as on AWS.
 */
public final class Meter implements Interceptor {
  private static final Set<String> MEASURED =
      Set.of(
          "BatchGetItem",
          "BatchWriteItem",
          "DeleteItem",
          "GetItem",
          "PutItem",
          "Query",
          "Scan",
          "TransactGetItems",
          "TransactWriteItems",
          "UpdateItem");

  private static final Pattern CONSISTENT = Pattern.compile("\"ConsistentRead\"\\s*:\\s*true");

  private static final String ASKED = "\"ReturnConsumedCapacity\"";

  private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

  /**
   * What was counted.
   *
   * @param resource as in {@link Call}; empty if the call named none
   * @param failures calls that were answered with a status of 400 or above, or not at all
   * @param capacityUnits read or write units, as the action implies
   * @param waited what the answers took together
   */
  public record Reading(
      String caller,
      String service,
      String action,
      String resource,
      long calls,
      long failures,
      double capacityUnits,
      Duration waited) {}

  private record Key(String caller, String service, String action, String resource) {}

  private record Counts(
      LongAdder calls, LongAdder failures, DoubleAdder capacityUnits, LongAdder nanos) {
    Counts() {
      this(new LongAdder(), new LongAdder(), new DoubleAdder(), new LongAdder());
    }
  }

  @Override
  public Answer intercept(Call call, Backend next) throws IOException {
    Key key = new Key(call.caller(), call.service(), call.action(), call.resource().orElse(""));
    Counts counted = counts.computeIfAbsent(key, k -> new Counts());
    counted.calls.increment();
    long begun = System.nanoTime();
    boolean failed = true;
    try {
      boolean measured = call.service().equals("dynamodb") && MEASURED.contains(call.action());
      Answer answer = next.answer(measured ? call.with(asking(call.request())) : call);
      failed = answer.status() >= 400;
      if (measured && !failed) {
        double units = capacity(answer.body());
        counted.capacityUnits.add(units == 0 ? least(call) : units);
      } else if (call.action().equals("ExecuteStatement") && !failed) {
        counted.capacityUnits.add(PartiQlUnits.read(call.request().body(), answer.body()));
      } else if (call.action().equals("BatchExecuteStatement") && !failed) {
        counted.capacityUnits.add(PartiQlUnits.written(call.request().body()));
      }
      return answer;
    } finally {
      counted.nanos.add(System.nanoTime() - begun);
      if (failed) {
        counted.failures.increment();
      }
    }
  }

  /** What was counted so far, ordered by caller, service, action, and resource. */
  public List<Reading> readings() {
    return counts.entrySet().stream()
        .map(entry -> reading(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing(Reading::caller)
                .thenComparing(Reading::service)
                .thenComparing(Reading::action)
                .thenComparing(Reading::resource))
        .toList();
  }

  private static Reading reading(Key key, Counts counts) {
    return new Reading(
        key.caller,
        key.service,
        key.action,
        key.resource,
        counts.calls.sum(),
        counts.failures.sum(),
        counts.capacityUnits.sum(),
        Duration.ofNanos(counts.nanos.sum()));
  }

  /** A query that finds nothing costs as much as one that finds something small. */
  private static double least(Call call) {
    if (!call.action().equals("Query")) {
      return 0;
    }
    String body = new String(call.request().body(), StandardCharsets.UTF_8);
    return CONSISTENT.matcher(body).find() ? 1 : 0.5;
  }

  private static Request asking(Request request) {
    String body = new String(request.body(), StandardCharsets.UTF_8);
    int start = body.indexOf('{') + 1;
    // A body without a member is refused by DynamoDB, and must stay what it is.
    if (start == 0 || body.indexOf('"') < 0 || body.contains(ASKED)) {
      return request;
    }
    String asking = body.substring(0, start) + ASKED + ":\"TOTAL\"," + body.substring(start);
    return request.withBody(asking.getBytes(StandardCharsets.UTF_8));
  }

  private static double capacity(byte[] body) throws IOException {
    double units = 0;
    try (JsonParser json = Json.MAPPER.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean capacity = json.currentName().equals("ConsumedCapacity");
        json.nextToken();
        if (capacity) {
          JsonNode consumed = Json.MAPPER.readTree(json);
          for (JsonNode table : consumed.isArray() ? consumed : List.of(consumed)) {
            units += table.path("CapacityUnits").asDouble();
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return units;
  }
}
