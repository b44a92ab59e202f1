package outlay.bench.drills;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import outlay.bench.Cell;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Differences;
import outlay.bench.Environment;
import outlay.bench.FailureQueues;
import outlay.bench.Row;
import outlay.bench.Running;
import outlay.bench.Slot;
import outlay.bench.StoredExpense;
import outlay.bench.Tables;
import outlay.bench.Times;
import outlay.bench.replay.Report;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * More than a running Outlay takes: requests are sent at fixed times, twice as many as it answered
 * when it was asked for as much as it could.
 */
@Command(
    name = "bench/load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures how many expenses a second a running Outlay takes; then sends twice as many for a"
          + " minute, at fixed times. What is refused must be answered 429 or 503; what is accepted"
          + " must be stored (I1) and counted (I2) soon. Then one user floods it, and another says"
          + " what that is like.",
      "Ends with 0 if nothing differs, with 1 if anything does."
    })
final class Load implements Callable<Integer> {
  private static final Set<Integer> REFUSALS = Set.of(429, 503);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final int DAYS = 360;
  private static final int USERS = 100; // None asks often.
  private static final int CLIENTS = 16;
  private static final double OTHERS_RATE = 1;
  private static final Duration LOOK = Duration.ofMillis(500);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long there is too much (default: ${DEFAULT-VALUE}).")
  private int seconds = 60;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "How many times what it takes is sent (default: ${DEFAULT-VALUE}).")
  private double times = 2;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description = "Within how long everything must be counted after it (default: 60).")
  private int drain = 60;

  @Mixin private Running running = new Running();

  private final Report report;
  private final String name = "load-" + Long.toString(System.currentTimeMillis(), 36);
  private final List<OpenLoop.Sent> all = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private int rows;

  Load(PrintStream out) {
    report = new Report(out);
  }

  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  /** Everything but the end of the process: its exit code. */
  static int run(PrintStream out, String... args) {
    return Commands.run(new CommandLine(new Load(out)), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = running.environment();
    String other = name + "-other";
    String flooder = name + "-flooder";
    Set<String> users = new TreeSet<>(Set.of(other, flooder));
    for (int i = 0; i < USERS; i++) {
      users.add(name + "-" + i);
    }
    Map<String, String> tokens = running.tokens(environment).of(users);
    OpenLoop loop = new OpenLoop(environment.uri("OUTLAY_API"), tokens);
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment)) {
      Tables tables = new Tables(dynamoDb, environment);
      Duration some = Duration.ofSeconds(Math.max(1, seconds / 6));
      done(loop.closed(CLIENTS, some, rows(name))); // Wakes the functions.
      double capacity = rate(done(loop.closed(CLIENTS, some, rows(name))), some);
      if (capacity < 1) {
        throw new IOException("It takes less than one expense a second.");
      }
      drained(tables, users);
      Duration half = Duration.ofSeconds(Math.max(1, seconds / 2));
      List<OpenLoop.Sent> calm = done(loop.send(OTHERS_RATE, half, rows(other)));

      List<OpenLoop.Sent> much =
          done(loop.send(times * capacity, Duration.ofSeconds(seconds), rows(name)));
      report.say(
          "Takes %.0f a second; sent %.0f a second for %d s: %s.",
          capacity, times * capacity, seconds, summary(much));
      report.say("Accepted ones took %s from when they should have been sent.", latencies(much));
      drained(tables, users);

      flood(loop, times * capacity, half, flooder, other, calm);
      drained(tables, users);

      compare(tables.expenses(users));
      differences.addAll(new FailureQueues(sqs, environment).differences());
    }
    report.differences("load", differences);
    report.say("%s", differences.isEmpty() ? "Nothing differs." : "It differs.");
    return differences.isEmpty() ? 0 : 1;
  }

  /**
   * One user sends all of it; what another meets, who sends little.
   *
   * @param calm what the other met alone
   */
  private void flood(
      OpenLoop loop,
      double rate,
      Duration time,
      String flooder,
      String other,
      List<OpenLoop.Sent> calm)
      throws IOException, InterruptedException {
    IntFunction<Row> floods = rows(flooder);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<List<OpenLoop.Sent>> flood = thread.submit(() -> loop.send(rate, time, floods));
      List<OpenLoop.Sent> besides = done(loop.send(OTHERS_RATE, time, rows(other)));
      report.say(
          "One user sent %.0f a second for %d s: %s; another meanwhile: %s, %s; alone: %s, %s.",
          rate,
          time.toSeconds(),
          summary(done(flood.get())),
          summary(besides),
          latencies(besides),
          summary(calm),
          latencies(calm));
    } catch (ExecutionException failed) {
      throw new IOException("The flood was given up", failed.getCause());
    } finally {
      thread.shutdownNow();
    }
  }

  private static double rate(List<OpenLoop.Sent> sent, Duration time) {
    return sent.stream().filter(OpenLoop.Sent::isAccepted).count() / (double) time.toSeconds();
  }

  private List<OpenLoop.Sent> done(List<OpenLoop.Sent> sent) {
    all.addAll(sent);
    return sent;
  }

  /** Rows of a user, or of many whose names begin so, over many days; none twice. */
  private IntFunction<Row> rows(String user) {
    int from = rows;
    rows += 1_000_000; // So that no two phases share a key.
    return i ->
        new Row(
            name,
            from + i,
            user.equals(name) ? name + "-" + i % USERS : user,
            FIRST.plusDays(i % DAYS).toString(),
            "expense",
            "Food",
            1 + i % 9 + ".25",
            "EUR",
            Integer.toString(from + i));
  }

  private static String summary(List<OpenLoop.Sent> sent) {
    Map<String, Integer> answers = new TreeMap<>();
    for (OpenLoop.Sent each : sent) {
      String answer =
          each.isAccepted()
              ? "accepted"
              : each.status() == 0 ? "not answered" : "answered " + each.status();
      answers.merge(answer, 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    answers.forEach((answer, count) -> parts.add("%,d %s".formatted(count, answer)));
    return String.join(", ", parts);
  }

  private static String latencies(List<OpenLoop.Sent> sent) {
    Times times =
        new Times(
            sent.stream().filter(OpenLoop.Sent::isAccepted).map(OpenLoop.Sent::took).toList());
    return times.count() == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "median %d ms, p99 %d ms",
            times.percentile(50).toMillis(),
            times.percentile(99).toMillis());
  }

  /** Waits until each total is the sum of what is stored. */
  private void drained(Tables tables, Set<String> users) throws InterruptedException {
    long start = System.nanoTime();
    Map<Slot, Cell> should = sums(tables.expenses(users));
    Map<Slot, Cell> are = tables.totals(users);
    while (!are.equals(should) && System.nanoTime() - start < 2e9 * drain) {
      Thread.sleep(LOOK.toMillis());
      should = sums(tables.expenses(users)); // What was refused late may still have been stored.
      are = tables.totals(users);
    }
    double took = (System.nanoTime() - start) / 1e9;
    report.say("Everything was counted %.1f s after the last answer.", took);
    if (took > drain) {
      differences.add("counted after %.1f s only".formatted(took));
    }
    differences.addAll(Differences.between("I2 totals", should, are));
  }

  private static Map<Slot, Cell> sums(Map<StoredExpense.Key, StoredExpense> expenses) {
    Map<Slot, Cell> sums = new HashMap<>();
    expenses.forEach(
        (key, expense) ->
            sums.merge(
                new Slot(key.userId(), expense.date(), expense.currency(), expense.category()),
                expense.cell(),
                Cell::plus));
    return sums;
  }

  /** Each answer was one that it may be, and what it says is so. */
  private void compare(Map<StoredExpense.Key, StoredExpense> stored) {
    Map<StoredExpense.Key, StoredExpense> accepted = new HashMap<>();
    Set<String> turnedDown = new HashSet<>();
    for (OpenLoop.Sent each : all) {
      Row row = each.row();
      if (each.isAccepted()) {
        accepted.put(new StoredExpense.Key(row.userId(), each.expenseId()), StoredExpense.of(row));
      } else if (!REFUSALS.contains(each.status())) {
        differences.add(
            "row %d was answered %d %s after %d ms"
                .formatted(row.number(), each.status(), each.expenseId(), each.took().toMillis()));
      } else if (each.status() == TOO_MANY_REQUESTS) {
        turnedDown.add(row.description());
      }
    }
    Map<StoredExpense.Key, StoredExpense> unasked = new HashMap<>(stored);
    unasked.keySet().removeAll(accepted.keySet());
    unasked.values().stream()
        .filter(expense -> turnedDown.contains(expense.description()))
        .forEach(expense -> differences.add("answered 429, and stored: " + expense));
    if (!unasked.isEmpty()) {
      report.say("%d were stored though they were answered 503.", unasked.size());
    }
    Map<StoredExpense.Key, StoredExpense> found = new HashMap<>(stored);
    found.keySet().retainAll(accepted.keySet());
    differences.addAll(Differences.between("I1 expenses", accepted, found));
  }
}
