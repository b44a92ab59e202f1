package outlay.bench.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.CSVReaderHeaderAwareBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvValidationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import outlay.bench.Cell;
import outlay.bench.Clients;
import outlay.bench.Differences;
import outlay.bench.Environment;
import outlay.bench.StoredExpense;
import outlay.bench.Tables;
import outlay.bench.replay.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Reports months twice, and compares files, sums, and bytes with the table. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Reports months twice; compares rows, sums, and bytes with the table and with each other.")
final class ReportDrill implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private Drill.Options options = new Drill.Options();

  @Option(
      names = "--kill",
      paramLabel = "SEED",
      description = "Kill workers of the first report of each month, up to three a run.")
  private @Nullable Long killSeed;

  @Parameters(
      paramLabel = "MONTH",
      description = "Such as 2026-01 (default: every month in which there is an expense).")
  private List<String> months = new ArrayList<>();

  private final Report report;
  private final List<String> differences = new ArrayList<>();

  ReportDrill(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = options.environment();
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment);
        S3Client s3 = Clients.of(S3Client.builder().forcePathStyle(true), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment);
        WorkerKiller workers =
            new WorkerKiller(sqs, environment, Optional.ofNullable(killSeed), List.of("Report"))) {
      Jobs jobs = new Jobs(lambda, dynamoDb, environment, options.patience());
      Map<String, Map<StoredExpense.Key, StoredExpense>> byMonth =
          byMonth(new Tables(dynamoDb, environment).expenses());
      Bucket bucket = new Bucket(s3, environment.get("OUTLAY_REPORTS_BUCKET"));
      for (String month : months.isEmpty() ? new TreeSet<>(byMonth.keySet()) : months) {
        drill(jobs, workers, bucket, month, byMonth.getOrDefault(month, Map.of()));
      }
      differences.addAll(workers.report(report));
    }
    report.differences("reports", differences);
    report.say("%s", differences.isEmpty() ? "Nothing differs." : "Something differs.");
    return differences.isEmpty() ? 0 : 1;
  }

  private void drill(
      Jobs jobs,
      WorkerKiller workers,
      Bucket bucket,
      String month,
      Map<StoredExpense.Key, StoredExpense> expected)
      throws IOException, InterruptedException {
    JsonNode first = manifest(jobs.run("Report", request(month), workers), bucket, month);
    byte[] csv = bucket.get("reports/" + month + "/expenses.csv");
    JsonNode second = manifest(jobs.run("Report", request(month)), bucket, month);
    byte[] again = bucket.get("reports/" + month + "/expenses.csv");

    Map<StoredExpense.Key, StoredExpense> rows = rows(csv);
    differences.addAll(Differences.between(month, withoutText(expected), withoutText(rows)));
    same(month + " rows", expected.size(), first.path("rows").asInt());
    same(month + " users that differ", 0, first.path("differences").path("users").asInt(-1));
    sums(expected)
        .forEach(
            (currency, cell) -> {
              JsonNode sum = first.path("currencies").path(currency);
              same(
                  month + " " + currency,
                  cell,
                  new Cell(
                      new BigDecimal(sum.path("spent").asText("0")),
                      new BigDecimal(sum.path("earned").asText("0")),
                      sum.path("count").asLong()));
            });
    same(month + " SHA-256 of expenses.csv", sha256(csv), sha256(again));
    same(month + " SHA-256 in the manifest", sha256(csv), file(first, "expenses.csv"));
    same(month + " SHA-256 of all", first.path("sha256").asText(), second.path("sha256").asText());
    same(month + " revision", first.path("revision").asInt(), second.path("revision").asInt());
    report.say(
        "%s: %d rows, revision %d, %s",
        month, rows.size(), second.path("revision").asInt(), first.path("currencies"));
  }

  private static String request(String month) {
    return "{\"month\": \"%s\"}".formatted(month);
  }

  private JsonNode manifest(Jobs.Finished finished, Bucket bucket, String month)
      throws IOException {
    if (!finished.ok()) {
      differences.add(finished.run() + " did not end well: " + finished.result());
    }
    return JSON.readTree(bucket.get("reports/" + month + "/manifest.json"));
  }

  private static String file(JsonNode manifest, String name) {
    for (JsonNode file : manifest.path("files")) {
      if (file.path("name").asText().equals(name)) {
        return file.path("sha256").asText();
      }
    }
    return "";
  }

  private void same(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      differences.add("%s: is %s, expected %s".formatted(what, actual, expected));
    }
  }

  private static Map<String, Cell> sums(Map<StoredExpense.Key, StoredExpense> expenses) {
    Map<String, Cell> sums = new TreeMap<>();
    expenses.values().forEach(each -> sums.merge(each.currency(), each.cell(), Cell::plus));
    return sums;
  }

  private static Map<String, Map<StoredExpense.Key, StoredExpense>> byMonth(
      Map<StoredExpense.Key, StoredExpense> expenses) {
    Map<String, Map<StoredExpense.Key, StoredExpense>> byMonth = new HashMap<>();
    expenses.forEach(
        (key, expense) -> {
          if (!expense.isDeleted()) {
            byMonth.computeIfAbsent(expense.month(), month -> new HashMap<>()).put(key, expense);
          }
        });
    return byMonth;
  }

  /** A text that a spreadsheet would take for a formula is changed in the file. */
  private static Map<StoredExpense.Key, StoredExpense> withoutText(
      Map<StoredExpense.Key, StoredExpense> expenses) {
    Map<StoredExpense.Key, StoredExpense> without = new HashMap<>();
    expenses.forEach((key, expense) -> without.put(key, expense.withoutText()));
    return without;
  }

  private static Map<StoredExpense.Key, StoredExpense> rows(byte[] csv) throws IOException {
    Map<StoredExpense.Key, StoredExpense> rows = new HashMap<>();
    try (CSVReaderHeaderAware reader =
        new CSVReaderHeaderAwareBuilder(
                new InputStreamReader(new ByteArrayInputStream(csv), StandardCharsets.UTF_8))
            .withCSVParser(new RFC4180ParserBuilder().build())
            .build()) {
      for (Map<String, String> row = reader.readMap(); row != null; row = reader.readMap()) {
        rows.put(
            new StoredExpense.Key(value(row, "userId"), value(row, "expenseId")),
            new StoredExpense(
                value(row, "date"),
                value(row, "type"),
                value(row, "category"),
                new BigDecimal(value(row, "amount")),
                value(row, "currency"),
                value(row, "description"),
                Long.parseLong(value(row, "version")),
                false));
      }
    } catch (CsvValidationException invalid) {
      throw new IOException("expenses.csv cannot be read as CSV", invalid);
    }
    return rows;
  }

  private static String value(Map<String, String> row, String column) {
    String value = row.get(column);
    if (value == null) {
      throw new IllegalStateException("expenses.csv has no column " + column);
    }
    return value;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // Every Java has it.
    }
  }

  private record Bucket(S3Client s3, String name) {
    byte[] get(String key) {
      return s3.getObjectAsBytes(get -> get.bucket(name).key(key)).asByteArray();
    }
  }
}
