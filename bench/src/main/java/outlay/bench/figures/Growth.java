package outlay.bench.figures;

import java.io.IOException;
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
import outlay.bench.Tables;
import outlay.bench.Times;
import outlay.bench.Tokens;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a request costs users who have few expenses, and users who have many: capacity units, by the
 * AWS endpoint's own count, and time. A post's units include counting it and looking for alerts.
 */
@Command(
    name = "bench/growth",
    mixinStandardHelpOptions = true,
    description = "Compares what a request costs users with few expenses and users with many.")
final class Growth implements Callable<Integer> {
  private static final String NAME = "bench/growth";
  private static final int WARM_UP = 50; // Rounds that are not measured: compilers are at work.
  private static final int FOR_UNITS = 10; // Requests: their number hardly differs.
  private static final double MOST_UNITS = 1.01;
  private static final double MOST_TIME = 1.1;
  private static final String LIST = "list, 20";
  private static final String SUMMARY = "summary of this month";
  private static final String POST = "post";
  private static final Duration APART = Duration.ofMillis(10);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration FIRST_WRITE = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--expenses",
      paramLabel = "N",
      split = ",",
      defaultValue = "100,10000,1000000",
      description = "Of each user; ratios are to the first (default: ${DEFAULT-VALUE}).")
  private List<Integer> expenses = List.of();

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Requests of each kind (default: ${DEFAULT-VALUE}).")
  private int requests = 200;

  private final HttpClient http = HttpClient.newHttpClient();

  /** What one request of a kind cost. */
  private record Cost(double units, Duration median) {}

  private record Account(String user, int expenses, String token) {}

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Growth()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Map<String, Map<Account, Cost>> costs = new LinkedHashMap<>();
    try (GrownOutlay outlay = GrownOutlay.start(checkout, store -> fill(store, today))) {
      measure(outlay.environment(), today, costs);
    }
    List<Target> targets = targets(costs);
    checkout.publish(NAME, Target.table(targets) + "\n" + String.join("\n", table(costs)));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  private void fill(GrownStore store, LocalDate today) throws IOException, InterruptedException {
    int fewest = Collections.min(expenses);
    for (int count : expenses) {
      System.err.printf("Recording %,d expenses of a user ...%n", count);
      store.record(user(count), count, fewest, today);
    }
  }

  private static String user(int count) {
    return "grown-to-" + count;
  }

  private void measure(
      Environment environment, LocalDate today, Map<String, Map<Account, Cost>> costs)
      throws IOException, InterruptedException {
    List<String> users = expenses.stream().map(Growth::user).toList();
    Map<String, String> tokens = new Tokens(checkout.run(), environment.folder()).of(users);
    List<Account> accounts = new ArrayList<>();
    expenses.forEach(
        count ->
            accounts.add(new Account(user(count), count, tokens.getOrDefault(user(count), ""))));
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      for (Map.Entry<String, String> read : reads(today).entrySet()) {
        System.err.println("Measuring " + read.getKey() + " ...");
        costs.put(read.getKey(), read(environment, accounts, read.getValue()));
      }
      System.err.println("Measuring " + POST + " ...");
      Tables tables = new Tables(dynamoDb, environment);
      costs.put(POST, posted(environment, tables, accounts, today));
    }
  }

  /** Of the user with the most expenses, in proportion to the one with the fewest. */
  private static List<Target> targets(Map<String, Map<Account, Cost>> costs) {
    List<Target> targets = new ArrayList<>();
    for (String kind : List.of(POST, LIST, SUMMARY)) {
      List<Map.Entry<Account, Cost>> ofKind =
          List.copyOf(costs.getOrDefault(kind, Map.of()).entrySet());
      Cost first = ofKind.get(0).getValue();
      Map.Entry<Account, Cost> last = ofKind.get(ofKind.size() - 1);
      String what =
          String.format(
              Locale.ROOT, "%s, of a user with %,d expenses: ", kind, last.getKey().expenses);
      targets.add(
          Target.atMost(
              what + "units",
              MOST_UNITS,
              last.getValue().units() / first.units(),
              " ×",
              "it reads or writes more than what it answers"));
      targets.add(
          Target.atMost(
              what + "time",
              MOST_TIME,
              ratio(last.getValue().median(), first.median()),
              " ×",
              "the store takes longer to find the same items among more"));
    }
    return targets;
  }

  private static double ratio(Duration of, Duration to) {
    return (double) of.toNanos() / to.toNanos();
  }

  private static List<String> table(Map<String, Map<Account, Cost>> costs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Every user recorded the same expenses in the last year; those who have more have them"
            + " before it. A post's units include counting it and looking for alerts. Times are"
            + " medians; the users' requests are sent by turns.");
    lines.add("");
    lines.add("| request | expenses | units | ratio | p50 | ratio |");
    lines.add("|---|---:|---:|---:|---:|---:|");
    costs.forEach(
        (kind, ofKind) -> {
          Cost first = ofKind.values().iterator().next();
          ofKind.forEach((account, cost) -> lines.add(line(kind, account.expenses, first, cost)));
        });
    return lines;
  }

  private static String line(String kind, int count, Cost first, Cost cost) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %.2f | × %.2f | %.1f ms | × %.2f |",
        kind,
        count,
        cost.units(),
        cost.units() / first.units(),
        cost.median().toNanos() / 1e6,
        ratio(cost.median(), first.median()));
  }

  private static Map<String, String> reads(LocalDate today) {
    Map<String, String> reads = new LinkedHashMap<>();
    LocalDate month = today.withDayOfMonth(1);
    String until = "&to=" + today.minusDays(1); // Of today there are posts, those of earlier runs.
    reads.put(LIST, "/expenses?limit=20" + until);
    reads.put("list, 100", "/expenses?limit=100" + until);
    reads.put("filter by category", "/expenses?limit=3&category=Category%203" + until);
    reads.put("filter by text", "/expenses?limit=20&text=number" + until);
    reads.put("filter by month", "/expenses?limit=20&from=" + month.minusMonths(1) + until);
    reads.put(SUMMARY, "/summary?period=month&from=%s&to=%s".formatted(month, today));
    reads.put(
        "summary of a year",
        "/summary?period=month&from=%s&to=%s".formatted(today.minusYears(1), today));
    return reads;
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
      awaitFirstWrite(request);
      post(request, tables, account, today);
      Consumption before = quiet(environment);
      for (int i = 0; i < FOR_UNITS; i++) {
        post(request, tables, account, today);
      }
      units.put(
          account,
          quiet(environment).since(before).units(Set.of("Ingest", "Totals", "Alerts")) / FOR_UNITS);
    }
    return costs(units, times(requests, 201));
  }

  /** Not measured, so it may take long: the store has just been filled and started. */
  private void awaitFirstWrite(HttpRequest request) throws IOException, InterruptedException {
    long end = System.nanoTime() + FIRST_WRITE.toNanos();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    while (answer.statusCode() == 503 && System.nanoTime() < end) {
      answer = http.send(request, BodyHandlers.ofString());
    }
    if (answer.statusCode() != 201) {
      throw new IOException("The first post was answered " + answer.statusCode());
    }
  }

  /** And waits until it is counted: several in one batch would cost less. */
  private void post(HttpRequest request, Tables tables, Account account, LocalDate today)
      throws IOException, InterruptedException {
    long before = counted(tables, account.user, today);
    timed(request, 201);
    while (counted(tables, account.user, today) <= before) {
      Thread.sleep(PAUSE.toMillis());
    }
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
    for (int i = -Math.min(WARM_UP, requests); i < requests; i++) {
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

  private static long counted(Tables tables, String user, LocalDate today) {
    return tables.totals(user, today.toString()).values().stream().mapToLong(Cell::count).sum();
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
