package outlay.bench.figures;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Console;
import outlay.bench.Environment;
import outlay.bench.OwnOutlay;
import outlay.bench.Row;
import outlay.bench.drills.Jobs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;

/** How fast Backup and Report are, against the least that could do it; and a report's heap. */
@Command(
    name = "bench/jobs",
    mixinStandardHelpOptions = true,
    description = {
      "Compares backups with bare upserts, reports with bare scans, on an Outlay of its own, and a",
      "report's heap by its rows. Writes its section of docs/benchmarks.md. Needs Maven.",
      "Ends with 1 if a target is missed."
    })
final class JobRates implements Callable<Integer> {
  private static final String NAME = "bench/jobs";
  private static final int SEGMENTS = 4; // JobSegments in template.yaml.
  private static final int AT_ONCE = 2; // Of a job's parts.

  /** More than what a backup looks at twice, for writes that came late. */
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private static final String FULL = "{\"full\": true}";

  private static final Pattern ALIVE = Pattern.compile("Alive at most: .* rows, ([\\d,]+) of ");

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "New expenses a round (default: ${DEFAULT-VALUE}).")
  private int rows = 50_000;

  @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds = 2;

  @Option(
      names = "--heap-rows",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "Rows of the reports whose heap is measured (default: ${DEFAULT-VALUE}).")
  private List<Integer> heapRows = List.of();

  private final Profile backups = new Profile();
  private final Profile reports = new Profile();

  /** One round's rows a second. */
  private record Round(double backup, double upserts, double report, double scan) {}

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new JobRates()), args));
  }

  @Override
  public Integer call() throws Exception {
    List<Round> measured = new ArrayList<>();
    long again;
    try (OwnOutlay outlay = checkout.start("jobs")) {
      Environment environment = Environment.read(outlay.env());
      try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
          LambdaClient lambda = Clients.of(LambdaClient.builder(), environment);
          RdsDataClient rdsData = Clients.of(RdsDataClient.builder(), environment)) {
        Jobs jobs = new Jobs(lambda, dynamoDb, environment, Duration.ofMinutes(5));
        String table = environment.get("OUTLAY_EXPENSES_TABLE");
        List<Row> warm = rows("warm", 500);
        written(dynamoDb, environment, warm, Instant.now().minus(LONG_AGO));
        ended(jobs, "Backup", "{}");
        again = sent(ended(jobs, "Backup", "{}"));
        ended(jobs, "Report", month());
        BareSql bare = BareSql.prepare(rdsData, environment);
        bare.rate(warm);
        scanned(dynamoDb, table);
        List<Row> all = new ArrayList<>(warm);
        for (int round = 0; round < rounds; round++) {
          List<Row> more = rows("round-" + round, rows);
          written(dynamoDb, environment, more, Instant.now());
          all.addAll(more);
          measured.add(round(jobs, dynamoDb, environment, bare, all));
          System.err.println(measured.get(round));
        }
      }
    }
    Map<Integer, Long> heap = new LinkedHashMap<>();
    for (int count : heapRows) {
      heap.put(count, heap(count));
    }
    List<Target> targets = targets(measured, again, heap);
    checkout.publish(NAME, text(measured, heap, targets));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  // ---------------------------------------------------------------- what is done

  private static List<Row> rows(String name, int count) {
    return new Rush(name, count, 200, 1, 5).rows(LocalDate.now(ZoneOffset.UTC));
  }

  private static String month() {
    return "{\"month\": \"%s\"}"
        .formatted(LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7));
  }

  private static void written(
      DynamoDbClient dynamoDb, Environment environment, List<Row> rows, Instant at)
      throws IOException, InterruptedException {
    Console console = new Console(environment);
    long before = console.handled("Totals-");
    Written.into(dynamoDb, environment.get("OUTLAY_EXPENSES_TABLE"), rows, at);
    console.awaitHandled("Totals-", before + rows.size());
    console.awaitStill();
  }

  /** Each does the same rows: all that there are. Each twice, so that what is measured is warm. */
  private Round round(
      Jobs jobs, DynamoDbClient dynamoDb, Environment environment, BareSql bare, List<Row> rows)
      throws Exception {
    ended(jobs, "Backup", FULL);
    bare.rate(rows);
    bare.empty();
    long start = System.nanoTime();
    Jobs.Finished backup = backups.during(() -> ended(jobs, "Backup", FULL));
    double backupRate = rate(sent(backup), start);
    double upserts = bare.rate(rows);
    ended(jobs, "Report", month());
    start = System.nanoTime();
    Jobs.Finished report = reports.during(() -> ended(jobs, "Report", month()));
    double reportRate = rate(report.result().path("rows").asLong(), start);
    String table = environment.get("OUTLAY_EXPENSES_TABLE");
    scanned(dynamoDb, table);
    start = System.nanoTime();
    double scan = rate(scanned(dynamoDb, table), start);
    return new Round(backupRate, upserts, reportRate, scan);
  }

  private static double rate(long rows, long startNanos) {
    return rows / ((System.nanoTime() - startNanos) / 1e9);
  }

  private static long sent(Jobs.Finished backup) {
    return backup.result().path("sent").asLong(-1);
  }

  private static Jobs.Finished ended(Jobs jobs, String function, String request)
      throws IOException, InterruptedException {
    Jobs.Finished finished = jobs.run(function, request);
    if (!finished.ok()) {
      throw new IOException(finished.run() + " did not end well: " + finished.result());
    }
    return finished;
  }

  /** How many items there are, by as many segments as a job has, as many at once. */
  private static long scanned(DynamoDbClient dynamoDb, String table) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Long>> counts = new ArrayList<>();
      for (int segment = 0; segment < SEGMENTS; segment++) {
        int at = segment;
        counts.add(
            threads.submit(
                () ->
                    dynamoDb
                        .scanPaginator(
                            scan -> scan.tableName(table).segment(at).totalSegments(SEGMENTS))
                        .items()
                        .stream()
                        .count()));
      }
      long items = 0;
      for (Future<Long> count : counts) {
        items += count.get();
      }
      return items;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("The table could not be scanned", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Bytes of a report's heap that are alive at most, by the test that every build runs. */
  private long heap(int count) throws IOException, InterruptedException {
    System.err.printf("A report of %d rows ...%n", count);
    Process maven =
        new ProcessBuilder(
                "mvn",
                "-B",
                "-ntp",
                "-f",
                checkout.root().resolve("pom.xml").toString(),
                "-pl",
                "scheduled-jobs",
                "-am",
                "-Dspotless.check.skip=true",
                "-Dtest=None",
                "-Dit.test=ReportHeapIT",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dfailsafe.failIfNoSpecifiedTests=false",
                "-Doutlay.rows=" + count,
                "verify")
            .redirectErrorStream(true)
            .start();
    maven.getOutputStream().close();
    StringBuilder said = new StringBuilder();
    long alive = -1;
    try (BufferedReader lines = maven.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        Matcher matcher = ALIVE.matcher(line);
        if (matcher.find()) {
          alive = Long.parseLong(matcher.group(1).replace(",", ""));
        }
      }
    }
    if (maven.waitFor() != 0 || alive < 0) {
      throw new IOException("ReportHeapIT did not tell the heap of " + count + " rows:\n" + said);
    }
    return alive;
  }

  // ---------------------------------------------------------------- what is said of it

  private static List<Target> targets(List<Round> measured, long again, Map<Integer, Long> heap) {
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.atLeast(
            "backup rows a second, against bare upserts",
            0.7,
            Spread.of(measured.stream().map(round -> round.backup / round.upserts).toList())
                .median(),
            " ×",
            "the scan of the table, which alone takes several times as long as the upserts, and the"
                + " Data API's JSON: bare upserts have neither"));
    targets.add(
        Target.atMost(
            "unchanged rows sent again, an hour after they were written",
            0,
            (double) again,
            "",
            "what changed is sent again"));
    targets.add(
        Target.atLeast(
            "report rows a second, against a bare scan",
            0.8,
            Spread.of(measured.stream().map(round -> round.report / round.scan).toList()).median(),
            " ×",
            "sorting, the uploads, and the merge, which begins when the scan is over"));
    List<Long> alive = List.copyOf(heap.values());
    if (alive.size() > 1) {
      List<Integer> counts = List.copyOf(heap.keySet());
      int last = alive.size() - 1;
      targets.add(
          Target.atMost(
              "a report's heap, %,d rows against %,d"
                  .formatted(counts.get(last), counts.get(last - 1)),
              1.1,
              (double) alive.get(last) / alive.get(last - 1),
              " ×",
              "what a segment gathers until it is a part of an upload"));
    }
    return targets;
  }

  private String text(List<Round> measured, Map<Integer, Long> heap, List<Target> targets) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            On an Outlay of its own, %d rounds, each with %,d expenses more, the median (least–most), functions warm, each run
            from the request to its end, of all expenses that there are: a report of their month, and a full backup, each the
            second in a row, the backup into an empty table. Against it, likewise: upserts of all of them, 500 rows a statement over JDBC
            by two connections, into a table like the backup's in the same database; and a scan of the same table in %d
            segments, two at once.

            %s
            | rows a second | |
            |---|---|
            | Backup | %s |
            | bare upserts | %s |
            | Report | %s |
            | bare scan | %s |

            | rows of a report | heap alive at most |
            |---|---|
            """,
            measured.size(),
            rows,
            SEGMENTS,
            Target.table(targets),
            Spread.of(measured.stream().map(Round::backup).toList()).text(0),
            Spread.of(measured.stream().map(Round::upserts).toList()).text(0),
            Spread.of(measured.stream().map(Round::report).toList()).text(0),
            Spread.of(measured.stream().map(Round::scan).toList()).text(0)));
    heap.forEach(
        (count, bytes) ->
            text.append(
                String.format(Locale.ROOT, "| %,d | %.1f MB |%n", count, bytes / 1048576.0)));
    text.append("\nProcessor time during the backups, all rounds together:\n\n");
    text.append(backups.table());
    text.append("\nAnd during the reports:\n\n");
    text.append(reports.table());
    return text.toString();
  }
}
