package outlay.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
 * What a request costs users who have few expenses, and users who have many: capacity units, by the
 * AWS endpoint's own count, and time. A post's units include counting it and looking for alerts.
 */
@Command(
    name = "bench/growth",
    mixinStandardHelpOptions = true,
    description = "Compares what a request costs users with few expenses and users with many.")
final class Growth implements Callable<Integer> {
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
      names = "--expenses",
      paramLabel = "N",
      split = ",",
      defaultValue = "100,10000,100000",
      description = "Of each user; ratios are to the first (default: ${DEFAULT-VALUE}).")
  private List<Integer> expenses = List.of();

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Requests of each kind (default: ${DEFAULT-VALUE}).")
  private int requests = 100;

  private final PrintStream out = System.out;
  private final HttpClient http = HttpClient.newHttpClient();

  /** What one request of a kind cost. */
  private record Cost(double units, Duration median) {}

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Growth()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = Environment.read(env);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Map<String, Map<Integer, Cost>> costs = new LinkedHashMap<>();
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      for (int count : expenses) {
        measure(environment, dynamoDb, count, today)
            .forEach(
                (kind, cost) ->
                    costs.computeIfAbsent(kind, none -> new LinkedHashMap<>()).put(count, cost));
      }
    }
    out.printf(
        "%n%-24s %10s %10s %7s %12s %7s%n",
        "request", "expenses", "units", "ratio", "p50", "ratio");
    costs.forEach(
        (kind, ofKind) -> {
          Cost first = ofKind.values().iterator().next();
          ofKind.forEach((count, cost) -> line(kind, count, first, cost));
        });
    return 0;
  }

  private void line(String kind, int count, Cost first, Cost cost) {
    out.printf(
        Locale.ROOT,
        "%-24s %10d %10.2f %7.2f %9.1f ms %7.2f%n",
        kind,
        count,
        cost.units(),
        cost.units() / first.units(),
        cost.median().toNanos() / 1e6,
        (double) cost.median().toNanos() / first.median().toNanos());
  }

  private static Map<String, String> reads(LocalDate today) {
    Map<String, String> reads = new LinkedHashMap<>();
    LocalDate month = today.withDayOfMonth(1);
    reads.put("list, 20", "/expenses?limit=20");
    reads.put("list, 100", "/expenses?limit=100");
    reads.put("filter by category", "/expenses?limit=20&category=Category%203");
    reads.put("filter by text", "/expenses?limit=20&text=number");
    reads.put("filter by day", "/expenses?limit=20&from=%1$s&to=%1$s".formatted(today));
    reads.put(
        "summary of this month", "/summary?period=month&from=%s&to=%s".formatted(month, today));
    reads.put(
        "summary of a year",
        "/summary?period=month&from=%s&to=%s".formatted(today.minusYears(1), today));
    return reads;
  }

  private Map<String, Cost> measure(
      Environment environment, DynamoDbClient dynamoDb, int count, LocalDate today)
      throws IOException, InterruptedException {
    String user = "grown-to-" + count;
    Tables tables = new Tables(dynamoDb, environment);
    if (counted(tables, user) < count) {
      out.printf("Recording %d expenses of %s ...%n", count, user);
      record(dynamoDb, environment.get("OUTLAY_EXPENSES_TABLE"), user, count, today);
      await(tables, user, count);
    }
    String token = new Tokens(run, environment.folder()).of(List.of(user)).getOrDefault(user, "");
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (Map.Entry<String, String> read : reads(today).entrySet()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_API") + read.getValue()))
              .header("Authorization", "Bearer " + token)
              .build();
      timed(request, 200); // A function that must start first is not what is measured.
      Consumption before = Consumption.read(environment);
      List<Duration> times = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        times.add(timed(request, 200));
      }
      double units = Consumption.read(environment).since(before).units(Set.of("Query"));
      costs.put(read.getKey(), new Cost(units / requests, new Times(times).percentile(50)));
    }
    costs.put("post", posted(environment, tables, user, token, today));
    return costs;
  }

  /** Posts go to a day of their own: what a day costs to count depends on that day's expenses. */
  private Cost posted(
      Environment environment, Tables tables, String user, String token, LocalDate today)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_API") + "/expenses"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"type": "expense", "date": "%s", "category": "Category 1",
                     "amount": "0.01", "currency": "USD", "description": "Posted"}
                    """
                        .formatted(today)))
            .build();
    long held = counted(tables, user) + 1;
    timed(request, 201);
    await(tables, user, held);
    Consumption before = Consumption.read(environment);
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      times.add(timed(request, 201));
    }
    await(tables, user, held + requests);
    double units =
        Consumption.read(environment).since(before).units(Set.of("Ingest", "Totals", "Alerts"));
    return new Cost(units / requests, new Times(times).percentile(50));
  }

  private static void await(Tables tables, String user, long count) throws InterruptedException {
    while (counted(tables, user) < count) {
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static long counted(Tables tables, String user) {
    return tables.totals(Set.of(user)).values().stream().mapToLong(Cell::count).sum();
  }

  /** As Ingest would store them; evenly over some years, the last ones yesterday. */
  private static void record(
      DynamoDbClient dynamoDb, String table, String user, int expenses, LocalDate today) {
    List<WriteRequest> puts = new ArrayList<>();
    for (int i = 0; i < expenses; i++) {
      LocalDate date = today.minusDays(1 + (long) i * YEARS * 365 / expenses);
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

  private Duration timed(HttpRequest request, int status) throws IOException, InterruptedException {
    Thread.sleep(APART.toMillis());
    long start = System.nanoTime();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (answer.statusCode() != status) {
      throw new IOException(
          request.uri() + " was answered " + answer.statusCode() + " " + answer.body());
    }
    return took;
  }
}
