package outlay.bench.figures;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import outlay.bench.Cell;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Consumption;
import outlay.bench.Environment;
import outlay.bench.Running;
import outlay.bench.Tables;
import outlay.bench.Times;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final int YEARS_BEFORE = 20;
  private static final int WARM_UP = 50; // Rounds that are not measured: compilers are at work.
  private static final int FOR_UNITS = 10; // Requests: their number hardly differs.
  private static final double MOST_UNITS = 1.01;
  private static final double MOST_TIME = 1.1;
  private static final Duration APART = Duration.ofMillis(30); // Less than the API's rate.
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Mixin private Running running = new Running();

  @Mixin private Checkout checkout = new Checkout();

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

  private record Account(String user, int expenses, String token) {}

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Growth()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = running.environment();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Map<String, Map<Account, Cost>> costs = new LinkedHashMap<>();
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      Tables tables = new Tables(dynamoDb, environment);
      List<Account> accounts = new ArrayList<>();
      for (int count : expenses) {
        accounts.add(account(environment, dynamoDb, tables, count, today));
      }
      for (Map.Entry<String, String> read : reads(today).entrySet()) {
        costs.put(read.getKey(), read(environment, accounts, read.getValue()));
      }
      costs.put("post", posted(environment, tables, accounts, today));
    }
    checkout.publish("bench/growth", String.join("\n", table(costs)));
    return 0;
  }

  private static List<String> table(Map<String, Map<Account, Cost>> costs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Every user recorded the same expenses in the last year; those who have more have them"
            + " before it. A post's units include counting it and looking for alerts.");
    lines.add("");
    lines.add("| request | expenses | units | ratio | p50 | ratio | ≤ 1.01 units, ≤ 1.1 time |");
    lines.add("|---|---:|---:|---:|---:|---:|---|");
    costs.forEach(
        (kind, ofKind) -> {
          Cost first = ofKind.values().iterator().next();
          ofKind.forEach((account, cost) -> lines.add(line(kind, account.expenses, first, cost)));
        });
    return lines;
  }

  private static String line(String kind, int count, Cost first, Cost cost) {
    double units = cost.units() / first.units();
    double time = (double) cost.median().toNanos() / first.median().toNanos();
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.2f | × %.2f | %.1f ms | × %.2f | %s |",
        kind,
        count,
        cost.units(),
        units,
        cost.median().toNanos() / 1e6,
        time,
        units <= MOST_UNITS && time <= MOST_TIME ? "holds" : "does not");
  }

  private static Map<String, String> reads(LocalDate today) {
    Map<String, String> reads = new LinkedHashMap<>();
    LocalDate month = today.withDayOfMonth(1);
    String until = "&to=" + today.minusDays(1); // Of today there are posts, those of earlier runs.
    reads.put("list, 20", "/expenses?limit=20" + until);
    reads.put("list, 100", "/expenses?limit=100" + until);
    reads.put("filter by category", "/expenses?limit=3&category=Category%203" + until);
    reads.put("filter by text", "/expenses?limit=20&text=number" + until);
    reads.put("filter by month", "/expenses?limit=20&from=" + month.minusMonths(1) + until);
    reads.put(
        "summary of this month", "/summary?period=month&from=%s&to=%s".formatted(month, today));
    reads.put(
        "summary of a year",
        "/summary?period=month&from=%s&to=%s".formatted(today.minusYears(1), today));
    return reads;
  }

  private Account account(
      Environment environment, DynamoDbClient dynamoDb, Tables tables, int count, LocalDate today)
      throws IOException, InterruptedException {
    String user = "grown-to-" + count;
    if (counted(tables, user) < count) {
      out.printf("Recording %,d expenses of %s ...%n", count, user);
      record(dynamoDb, environment.get("OUTLAY_EXPENSES_TABLE"), user, count, today);
      await(tables, user, count);
    }
    return new Account(
        user, count, running.tokens(environment).of(List.of(user)).getOrDefault(user, ""));
  }

  /** Requests of all users by turns: what slows the machine down slows each of them. */
  private Map<Account, Cost> read(Environment environment, List<Account> accounts, String path)
      throws IOException, InterruptedException {
    Map<Account, HttpRequest> requests = new LinkedHashMap<>();
    Map<Account, Double> units = new LinkedHashMap<>();
    for (Account account : accounts) {
      HttpRequest request = request(environment, path, account).build();
      requests.put(account, request);
      timed(request, 200); // A function that must start first is not what is measured.
      Consumption before = Consumption.read(environment);
      for (int i = 0; i < FOR_UNITS; i++) {
        timed(request, 200);
      }
      units.put(
          account, Consumption.read(environment).since(before).units(Set.of("Query")) / FOR_UNITS);
    }
    return costs(units, times(requests, 200));
  }

  /** Posts go to a day of their own: what a day costs to count depends on that day's expenses. */
  private Map<Account, Cost> posted(
      Environment environment, Tables tables, List<Account> accounts, LocalDate today)
      throws IOException, InterruptedException {
    Map<Account, HttpRequest> requests = new LinkedHashMap<>();
    Map<Account, Double> units = new LinkedHashMap<>();
    for (Account account : accounts) {
      HttpRequest request =
          request(environment, "/expenses", account)
              .header("Content-Type", "application/json")
              .POST(
                  BodyPublishers.ofString(
                      """
                      {"type": "expense", "date": "%s", "category": "Category 1",
                       "amount": "0.01", "currency": "USD", "description": "Posted"}
                      """
                          .formatted(today)))
              .build();
      requests.put(account, request);
      post(request, tables, account);
      Consumption before = quiet(environment);
      for (int i = 0; i < FOR_UNITS; i++) {
        post(request, tables, account);
      }
      units.put(
          account,
          quiet(environment).since(before).units(Set.of("Ingest", "Totals", "Alerts")) / FOR_UNITS);
    }
    return costs(units, times(requests, 201));
  }

  /** And waits until it is counted: several in one batch would cost less. */
  private void post(HttpRequest request, Tables tables, Account account)
      throws IOException, InterruptedException {
    long before = counted(tables, account.user);
    timed(request, 201);
    await(tables, account.user, before + 1);
  }

  /** What is consumed once nothing is under way: after three seconds in which nothing was. */
  private static Consumption quiet(Environment environment)
      throws IOException, InterruptedException {
    Set<String> callers = Set.of("Ingest", "Totals", "Alerts");
    Consumption last = Consumption.read(environment);
    while (true) {
      Thread.sleep(QUIET.toMillis());
      Consumption next = Consumption.read(environment);
      if (next.since(last).units(callers) == 0) {
        return next;
      }
      last = next;
    }
  }

  /** In an order that changes: of two processes of a function, one else serves the same user. */
  private Map<Account, List<Duration>> times(Map<Account, HttpRequest> asked, int status)
      throws IOException, InterruptedException {
    Map<Account, List<Duration>> times = new LinkedHashMap<>();
    asked.keySet().forEach(account -> times.put(account, new ArrayList<>()));
    List<Map.Entry<Account, HttpRequest>> round = new ArrayList<>(asked.entrySet());
    Random random = new Random(requests);
    for (int i = -WARM_UP; i < requests; i++) {
      Collections.shuffle(round, random);
      for (Map.Entry<Account, HttpRequest> each : round) {
        Duration took = timed(each.getValue(), status);
        if (i >= 0) {
          times.computeIfAbsent(each.getKey(), none -> new ArrayList<>()).add(took);
        }
      }
    }
    return times;
  }

  private static Map<Account, Cost> costs(
      Map<Account, Double> units, Map<Account, List<Duration>> times) {
    Map<Account, Cost> costs = new LinkedHashMap<>();
    times.forEach(
        (account, durations) ->
            costs.put(
                account,
                new Cost(units.getOrDefault(account, 0.0), new Times(durations).percentile(50))));
    return costs;
  }

  private static HttpRequest.Builder request(
      Environment environment, String path, Account account) {
    return HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_API") + path))
        .header("Authorization", "Bearer " + account.token);
  }

  private static void await(Tables tables, String user, long count) throws InterruptedException {
    while (counted(tables, user) < count) {
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static long counted(Tables tables, String user) {
    return tables.totals(Set.of(user)).values().stream().mapToLong(Cell::count).sum();
  }

  /**
   * As Ingest would store them. As many as the smallest user has are spread over the last year,
   * until yesterday; the rest over the years before.
   */
  private void record(
      DynamoDbClient dynamoDb, String table, String user, int count, LocalDate today) {
    int lastYear = Math.min(count, Collections.min(expenses));
    int before = count - lastYear;
    List<WriteRequest> puts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long daysAgo =
          i < lastYear
              ? 1 + i * 364L / lastYear
              : 366 + (i - lastYear) * 365L * YEARS_BEFORE / before;
      LocalDate date = today.minusDays(daysAgo);
      puts.add(
          WriteRequest.builder()
              .putRequest(PutRequest.builder().item(item(user, i, date)).build())
              .build());
      if (puts.size() == MOST_WRITES || i == count - 1) {
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
    String now = date + "T12:00:00.000000Z";
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
