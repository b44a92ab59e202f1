package outlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What reading costs a user who has few expenses, and one who has many: read units, by the AWS
 * endpoint's own count, and time.
 */
@Command(
    name = "bench/growth",
    mixinStandardHelpOptions = true,
    description = "Compares what reading costs a user with few expenses and one with many.")
final class Growth implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_WRITES = 25; // Of one BatchWriteItem.
  private static final int YEARS = 3;
  private static final Duration APART = Duration.ofMillis(30); // Less than the API's rate.
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Option(
      names = "--env",
      paramLabel = "FILE",
      defaultValue = Replay.ENV,
      description = "What ./run wrote for its clients (default: .local/env of this checkout).")
  private Path env = Path.of("");

  @Option(
      names = "--run",
      paramLabel = "FILE",
      description = "The script that prints tokens (default: that of this checkout).")
  private Path run = Path.of("run").toAbsolutePath();

  @Option(
      names = "--few",
      paramLabel = "N",
      description = "Expenses of the first user (default: ${DEFAULT-VALUE}).")
  private int few = 100;

  @Option(
      names = "--many",
      paramLabel = "N",
      description = "Expenses of the second (default: ${DEFAULT-VALUE}).")
  private int many = 100_000;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Requests of each kind (default: ${DEFAULT-VALUE}).")
  private int requests = 100;

  private final PrintStream out = System.out;
  private final HttpClient http = HttpClient.newHttpClient();

  /** What one kind of request cost. */
  private record Cost(double units, Duration median) {}

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Growth());
    command.setOverwrittenOptionsAllowed(true); // The script passes its own first.
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = Environment.read(env);
    LocalDate today = LocalDate.now(java.time.ZoneOffset.UTC);
    Map<String, String> kinds = kinds(today);
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      Map<String, Cost> ofFew = measure(environment, dynamoDb, few, today, kinds);
      Map<String, Cost> ofMany = measure(environment, dynamoDb, many, today, kinds);
      out.printf(
          Locale.ROOT,
          "%n%-28s %12s %12s %7s %12s %12s %7s%n",
          "request",
          few + ": units",
          many + ": units",
          "ratio",
          few + ": p50",
          many + ": p50",
          "ratio");
      for (String kind : kinds.keySet()) {
        line(kind, ofFew.getOrDefault(kind, NOTHING), ofMany.getOrDefault(kind, NOTHING));
      }
    }
    return 0;
  }

  private static final Cost NOTHING = new Cost(0, Duration.ZERO);

  private void line(String kind, Cost ofFew, Cost ofMany) {
    out.printf(
        Locale.ROOT,
        "%-28s %12.2f %12.2f %7.2f %9.1f ms %9.1f ms %7.2f%n",
        kind,
        ofFew.units(),
        ofMany.units(),
        ofMany.units() / ofFew.units(),
        ofFew.median().toNanos() / 1e6,
        ofMany.median().toNanos() / 1e6,
        (double) ofMany.median().toNanos() / ofFew.median().toNanos());
  }

  private static Map<String, String> kinds(LocalDate today) {
    Map<String, String> kinds = new LinkedHashMap<>();
    LocalDate month = today.withDayOfMonth(1);
    kinds.put("list, 20", "/expenses?limit=20");
    kinds.put("list, 100", "/expenses?limit=100");
    kinds.put("filter by category", "/expenses?limit=20&category=Category%203");
    kinds.put("filter by text", "/expenses?limit=20&text=number");
    kinds.put("filter by day", "/expenses?limit=20&from=%1$s&to=%1$s".formatted(today));
    kinds.put(
        "summary of this month", "/summary?period=month&from=%s&to=%s".formatted(month, today));
    kinds.put(
        "summary of a year",
        "/summary?period=month&from=%s&to=%s".formatted(today.minusYears(1), today));
    return kinds;
  }

  private Map<String, Cost> measure(
      Environment environment,
      DynamoDbClient dynamoDb,
      int expenses,
      LocalDate today,
      Map<String, String> kinds)
      throws IOException, InterruptedException {
    String user = "grown-to-" + expenses;
    Tables tables = new Tables(dynamoDb, environment);
    if (counted(tables, user) != expenses) {
      out.printf("Recording %d expenses of %s ...%n", expenses, user);
      record(dynamoDb, environment.get("OUTLAY_EXPENSES_TABLE"), user, expenses, today);
      while (counted(tables, user) != expenses) {
        Thread.sleep(PAUSE.toMillis());
      }
    }
    String token = new Tokens(run, environment.folder()).of(List.of(user)).getOrDefault(user, "");
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Map.Entry<String, String> kind : kinds.entrySet()) {
      URI uri = URI.create(environment.get("OUTLAY_API") + kind.getValue());
      get(uri, token); // A function that must start first is not what is measured.
      double before = units(environment);
      List<Duration> times = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        times.add(get(uri, token));
      }
      costs.put(
          kind.getKey(),
          new Cost((units(environment) - before) / requests, new Times(times).percentile(50)));
    }
    return costs;
  }

  private static long counted(Tables tables, String user) {
    return tables.totals(Set.of(user)).values().stream().mapToLong(Cell::count).sum();
  }

  /** As Ingest would store them; evenly over some years, the last ones today. */
  private static void record(
      DynamoDbClient dynamoDb, String table, String user, int expenses, LocalDate today) {
    List<WriteRequest> puts = new ArrayList<>();
    for (int i = 0; i < expenses; i++) {
      LocalDate date = today.minusDays((long) i * YEARS * 365 / expenses);
      puts.add(
          WriteRequest.builder()
              .putRequest(PutRequest.builder().item(item(user, i, date)).build())
              .build());
      if (puts.size() == MOST_WRITES || i == expenses - 1) {
        Map<String, List<WriteRequest>> rest = Map.of(table, List.copyOf(puts));
        while (!rest.isEmpty()) {
          Map<String, List<WriteRequest>> next = rest;
          rest = dynamoDb.batchWriteItem(write -> write.requestItems(next)).unprocessedItems();
        }
        puts.clear();
      }
    }
  }

  private static Map<String, AttributeValue> item(String user, int number, LocalDate date) {
    String now = date + "T12:00:00Z";
    return Map.ofEntries(
        text("userId", user),
        text("expenseId", "00000000-0000-7000-8000-%012d".formatted(number)),
        text("type", "expense"),
        text("date", date.toString()),
        text("category", "Category " + number % 10),
        Map.entry("amount", AttributeValue.fromN("12.5")),
        text("currency", "USD"),
        text("description", "Lunch number " + number),
        Map.entry("version", AttributeValue.fromN("1")),
        text("fingerprint", "none"),
        text("createdAt", now),
        text("updatedAt", now));
  }

  private static Map.Entry<String, AttributeValue> text(String name, String value) {
    return Map.entry(name, AttributeValue.fromS(value));
  }

  private Duration get(URI uri, String token) throws IOException, InterruptedException {
    Thread.sleep(APART.toMillis());
    long start = System.nanoTime();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build(),
            BodyHandlers.ofString());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (answer.statusCode() != 200) {
      throw new IOException(uri + " was answered " + answer.statusCode() + " " + answer.body());
    }
    return took;
  }

  /** What Query has consumed so far, by the console's count. */
  private double units(Environment environment) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_WEB") + "/console/state"))
                .build(),
            BodyHandlers.ofString());
    double units = 0;
    for (JsonNode call : JSON.readTree(answer.body()).path("calls")) {
      if (call.path("caller").asText().equals("Query")) {
        units += call.path("units").asDouble();
      }
    }
    return units;
  }
}
