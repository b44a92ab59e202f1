package outlay.bench.figures;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import outlay.bench.Environment;
import outlay.bench.Row;
import outlay.bench.drills.Jobs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.s3.S3Client;

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

  /** Rows of a report that is over so soon that its heap is seldom seen at its largest. */
  private static final int SHORT_RUN = 500_000;

  private static final int LOOKS_AT_A_SHORT_RUN = 3;

  private static final String FULL = "{\"full\": true}";

  private static final Pattern ALIVE = Pattern.compile("Alive at most: .* rows, ([\\d,]+) of ");

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--rows",
      paramLabel = "N",
      split = ",",
      defaultValue = "50000,100000,200000",
      description = "Expenses, an Outlay for each number (default: ${DEFAULT-VALUE}).")
  private List<Integer> rows = List.of();

  @Option(
      names = "--heap-rows",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "Rows of the reports whose heap is measured (default: ${DEFAULT-VALUE}).")
  private List<Integer> heapRows = List.of();

  private final Profile backups = new Profile();
  private final Profile reports = new Profile();

  /**
   * Rows a second.
   *
   * @param writer of a bare buffered writer, which writes the report's lines into a file
   * @param again rows that were sent again though they had not changed
   */
  private record Rates(
      int rows,
      double backup,
      double upserts,
      double report,
      double scan,
      double writer,
      long again) {}

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new JobRates()), args));
  }

  @Override
  public Integer call() throws Exception {
    List<Rates> measured = new ArrayList<>();
    for (int count : rows) {
      System.err.printf("%,d expenses ...%n", count);
      List<Row> expenses = new Rush("many", count, 200, 1, 5).rows(LocalDate.now(ZoneOffset.UTC));
      try (GrownOutlay outlay =
          GrownOutlay.start(
              checkout, store -> store.record(expenses, Instant.now().minus(LONG_AGO)))) {
        measured.add(measured(outlay.environment(), expenses));
      }
      System.err.println(measured.get(measured.size() - 1));
    }
    Map<Integer, Long> heap = new LinkedHashMap<>();
    for (int count : heapRows) {
      long alive = 0;
      for (int run = 0; run < (count < SHORT_RUN ? LOOKS_AT_A_SHORT_RUN : 1); run++) {
        alive = Math.max(alive, heap(count));
      }
      heap.put(count, alive);
    }
    List<Target> targets = targets(measured, heap);
    checkout.publish(NAME, text(measured, heap, targets));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  // ---------------------------------------------------------------- what is done

  private static String month() {
    return "{\"month\": \"%s\"}"
        .formatted(LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7));
  }

  /** Each does the same rows: all that there are. Each twice, so that what is measured is warm. */
  private Rates measured(Environment environment, List<Row> expenses) throws Exception {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment);
        RdsDataClient rdsData = Clients.of(RdsDataClient.builder(), environment)) {
      Jobs jobs = new Jobs(lambda, dynamoDb, environment, Duration.ofMinutes(5));
      ended(jobs, "Backup", "{}");
      long again = sent(ended(jobs, "Backup", "{}"));
      BareSql bare = BareSql.prepare(rdsData, environment);
      bare.rate(expenses);
      bare.empty();
      long start = System.nanoTime();
      Jobs.Finished backup = backups.during(() -> ended(jobs, "Backup", FULL));
      double backupRate = rate(sent(backup), start);
      double upserts = bare.rate(expenses);
      ended(jobs, "Report", month());
      start = System.nanoTime();
      Jobs.Finished report = reports.during(() -> ended(jobs, "Report", month()));
      double reportRate = rate(report.result().path("rows").asLong(), start);
      String table = environment.get("OUTLAY_EXPENSES_TABLE");
      scanned(dynamoDb, table);
      start = System.nanoTime();
      double scan = rate(scanned(dynamoDb, table), start);
      double writer = written(environment, report.result().path("manifest").asText());
      return new Rates(expenses.size(), backupRate, upserts, reportRate, scan, writer, again);
    }
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

  /** Lines a second, of the same bytes as the report's: the second time, when it is warm. */
  private static double written(Environment environment, String manifest) throws IOException {
    List<String> lines;
    try (S3Client s3 = Clients.of(S3Client.builder().forcePathStyle(true), environment)) {
      String key = manifest.substring(0, manifest.lastIndexOf('/') + 1) + "expenses.csv";
      lines =
          s3.getObjectAsBytes(get -> get.bucket(environment.get("OUTLAY_REPORTS_BUCKET")).key(key))
              .asUtf8String()
              .lines()
              .toList();
    }
    Path file = environment.folder().resolve("bare.csv");
    double rate = 0;
    for (int time = 0; time < 2; time++) {
      long start = System.nanoTime();
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        for (String line : lines) {
          writer.write(line);
          writer.write("\r\n");
        }
      }
      rate = rate(lines.size() - 1, start); // Without the header.
    }
    return rate;
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

  /** Of the most expenses: the fewer, the more of the time is that of steps, and not of rows. */
  private static List<Target> targets(List<Rates> measured, Map<Integer, Long> heap) {
    Rates most = measured.get(measured.size() - 1);
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.atLeast(
            "backup rows a second of %,d, against bare upserts".formatted(most.rows),
            0.7,
            most.backup / most.upserts,
            " ×",
            "the scan of the table, without which there is nothing to write: alone it is %.2f × of the"
                    .formatted(most.scan / most.upserts)
                + " upserts, and Backup %.2f × of it".formatted(most.backup / most.scan)));
    targets.add(
        Target.atMost(
            "unchanged rows sent again, an hour after they were written",
            0,
            (double) measured.stream().mapToLong(Rates::again).sum(),
            "",
            "what changed is sent again"));
    targets.add(
        Target.atLeast(
            "report rows a second of %,d, against a bare scan".formatted(most.rows),
            0.8,
            most.report / most.scan,
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

  private String text(List<Rates> measured, Map<Integer, Long> heap, List<Target> targets) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            Each number of expenses on an Outlay of its own, functions warm, each run from the request to its end: a report of
            their month, and a full backup, each the second or third in a row, the backup into an empty table. Against it,
            likewise: upserts of all of them, 500 rows a statement over JDBC by two connections, into a table like the backup's
            in the same database; a scan of the same table in %d segments, two at once; and a buffered writer that writes the
            report's lines into a file. DynamoDB Local takes longer for a row of a larger table, in all of these; a table of AWS
            does not.

            %s
            | expenses | Backup, rows a second | bare upserts | × | Report, rows a second | bare scan | × | bare writer | × |
            |--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """,
            SEGMENTS,
            Target.table(targets)));
    for (Rates rates : measured) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,.0f | %,.0f | %.2f | %,.0f | %,.0f | %.2f | %,.0f | %.3f |%n",
              rates.rows,
              rates.backup,
              rates.upserts,
              rates.backup / rates.upserts,
              rates.report,
              rates.scan,
              rates.report / rates.scan,
              rates.writer,
              rates.report / rates.writer));
    }
    text.append(
        "\nThe largest heap of %d runs, of one from %,d rows on:\n\n"
            .formatted(LOOKS_AT_A_SHORT_RUN, SHORT_RUN));
    text.append("| rows of a report | heap alive at most |\n|---|---|\n");
    heap.forEach(
        (count, bytes) ->
            text.append(
                String.format(Locale.ROOT, "| %,d | %.1f MB |%n", count, bytes / 1048576.0)));
    text.append("\nProcessor time during the backups, all of them together:\n\n");
    text.append(backups.table());
    text.append("\nAnd during the reports:\n\n");
    text.append(reports.table());
    return text.toString();
  }
}
