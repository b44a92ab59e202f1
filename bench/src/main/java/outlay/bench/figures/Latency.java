package outlay.bench.figures;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import outlay.bench.Backoff;
import outlay.bench.Bodies;
import outlay.bench.Client;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Consumption;
import outlay.bench.Environment;
import outlay.bench.Inbox;
import outlay.bench.OwnOutlay;
import outlay.bench.Row;
import outlay.bench.Tables;
import outlay.bench.Times;
import outlay.bench.Tokens;
import outlay.bench.replay.Probe;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** How long it takes until an expense is answered, counted, and told of, and what takes it. */
@Command(
    name = "bench/latency",
    mixinStandardHelpOptions = true,
    description = {
      "Times an expense from post to count to e-mail on an Outlay of its own, idle and under load.",
      "Writes its section of docs/benchmarks.md. Ends with 1 if a target is missed."
    })
final class Latency implements Callable<Integer> {
  private static final String NAME = "bench/latency";
  private static final int CROWD = 50;
  private static final int USERS_BEFORE = 3; // Of one user, each is of another month.
  private static final String FINANCE = "finance@outlay.example";

  private static final String OWN =
      "the AWS SDK and the way to the endpoint, in a JVM that compiles for a fast start";

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--probes",
      paramLabel = "N",
      description = "Expenses to time, idle and under load each (default: ${DEFAULT-VALUE}).")
  private int probes = 100;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Requests a second that others send under load (default: ${DEFAULT-VALUE}).")
  private int rate = 25;

  /**
   * How long a function ran.
   *
   * @param ownMs how much of it, on average, not for its calls' answers, if those are one after the
   *     other, as for one expense; batches make calls at the same time
   */
  private record Ran(Times times, double ownMs) {}

  /** What was timed, and how long the functions ran meanwhile. */
  private record Timed(Probe.Latencies latencies, Ran ingest, Ran totals, Ran alerts) {}

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Latency()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Timed idle;
    Timed loaded;
    try (OwnOutlay outlay = checkout.start("latency")) {
      Environment environment = Environment.read(outlay.env());
      List<String> users =
          new ArrayList<>(Stream.generate(Probe::freshUser).limit(USERS_BEFORE + 2).toList());
      Rush crowd = new Rush("crowd", 100_000, CROWD, 7, 11);
      users.addAll(crowd.names());
      Map<String, String> tokens = new Tokens(checkout.run(), environment.folder()).of(users);
      try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
        Client client = new Client(environment.uri("OUTLAY_API"), Backoff.PATIENT);
        Probe probe =
            new Probe(
                client,
                new Tables(dynamoDb, environment),
                new Inbox(environment.uri("OUTLAY_MAIL"), FINANCE));
        for (int before = 0; before < USERS_BEFORE; before++) {
          timed(environment, probe, users.get(before), tokens, probes);
        }
        idle = timed(environment, probe, users.get(USERS_BEFORE), tokens, probes);
        ExecutorService others = Executors.newFixedThreadPool(8);
        try {
          Future<?> posting = others.submit(() -> post(client, crowd, tokens, others));
          loaded = timed(environment, probe, users.get(USERS_BEFORE + 1), tokens, probes);
          posting.cancel(true);
        } finally {
          others.shutdownNow();
          others.awaitTermination(1, TimeUnit.MINUTES);
        }
      }
    }
    List<Target> targets = targets(idle);
    checkout.publish(NAME, text(idle, loaded, targets));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  private static Timed timed(
      Environment environment, Probe probe, String user, Map<String, String> tokens, int posts)
      throws IOException, InterruptedException {
    Instant from = Instant.now();
    Consumption before = Consumption.read(environment);
    Probe.Latencies latencies = probe.measure(user, tokens.getOrDefault(user, ""), posts, () -> {});
    Consumption calls = Consumption.read(environment).since(before);
    return new Timed(
        latencies,
        ran(environment, "Ingest", from, calls),
        ran(environment, "Totals", from, calls),
        ran(environment, "Alerts", from, calls));
  }

  private static Ran ran(Environment environment, String name, Instant from, Consumption calls)
      throws IOException {
    Times times =
        new Times(
            FunctionLogs.durations(environment.folder().resolve("logs/" + name + ".log"), from));
    return new Ran(times, millis(times.mean()) - calls.waitedMs(name) / times.count());
  }

  /** Posts one after the other at a fixed rate until it is interrupted. */
  private void post(
      Client client, Rush crowd, Map<String, String> tokens, ExecutorService threads) {
    long start = System.nanoTime();
    int sent = 0;
    try {
      for (Row row : crowd.rows(LocalDate.now(ZoneOffset.UTC))) {
        long due = start + sent++ * TimeUnit.SECONDS.toNanos(1) / rate;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        threads.execute(() -> postOne(client, row, tokens));
      }
    } catch (InterruptedException | java.util.concurrent.RejectedExecutionException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void postOne(Client client, Row row, Map<String, String> tokens) {
    try {
      client.post(
          "/expenses",
          tokens.getOrDefault(row.userId(), ""),
          Map.of("Idempotency-Key", Bodies.key(row)),
          Bodies.one(row));
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  // ---------------------------------------------------------------- what is said of it

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static List<Target> targets(Timed idle) {
    String waits = "the rest is the stream's poll and the services in between";
    return List.of(
        Target.atMost(
            "post → counted, idle, p50",
            0.4,
            seconds(idle.latencies.counted().percentile(50)),
            " s",
            waits),
        Target.atMost(
            "post → e-mail, idle, p50",
            0.8,
            seconds(idle.latencies.mailed().percentile(50)),
            " s",
            waits),
        Target.atMost(
            "of post → counted, ours: Ingest and Totals without their calls' answers, mean",
            25,
            idle.ingest.ownMs + idle.totals.ownMs,
            " ms",
            OWN),
        Target.atMost(
            "of post → e-mail, ours: Ingest and Alerts without their calls' answers, mean",
            25,
            idle.ingest.ownMs + idle.alerts.ownMs,
            " ms",
            OWN));
  }

  private String text(Timed idle, Timed loaded, List<Target> targets) {
    return """
        On an Outlay of its own on one machine, which looks at an idle stream as soon as its table is written to, and then four
        times a second, as Lambda does on AWS. %d expenses, one after the other, each large, so that each is told of, after %d such;
        under load, %d users record %d expenses a second meanwhile. Seen from outside, by a look every 5 ms.

        %s
        | | p50 | p99 | p50 under load | p99 under load |
        |---|---|---|---|---|
        %s%s%s
        What the functions take of it, by Lambda's own lines, and on average without what they wait for the answers of
        their calls:

        | | p50 | p99 | own | p50 under load | p99 under load |
        |---|---|---|---|---|---|
        %s%s%s"""
        .formatted(
            probes,
            USERS_BEFORE * probes,
            CROWD,
            rate,
            Target.table(targets),
            row("post → answered", idle.latencies.posted(), loaded.latencies.posted()),
            row("post → counted", idle.latencies.counted(), loaded.latencies.counted()),
            row("post → e-mail", idle.latencies.mailed(), loaded.latencies.mailed()),
            row("Ingest", idle.ingest, loaded.ingest),
            row("Totals, a batch", idle.totals, loaded.totals),
            row("Alerts, a batch", idle.alerts, loaded.alerts));
  }

  private static String row(String what, Ran idle, Ran loaded) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
        what,
        millis(idle.times.percentile(50)),
        millis(idle.times.percentile(99)),
        idle.ownMs,
        millis(loaded.times.percentile(50)),
        millis(loaded.times.percentile(99)));
  }

  private static String row(String what, Times idle, Times loaded) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f ms |%n",
        what,
        millis(idle.percentile(50)),
        millis(idle.percentile(99)),
        millis(loaded.percentile(50)),
        millis(loaded.percentile(99)));
  }
}
