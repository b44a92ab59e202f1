package outlay.bench.drills;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import outlay.bench.Cell;
import outlay.bench.Clients;
import outlay.bench.Differences;
import outlay.bench.Environment;
import outlay.bench.StoredExpense;
import outlay.bench.StoredItems;
import outlay.bench.Sum;
import outlay.bench.Tables;
import outlay.bench.replay.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Backs up, compares SQL with the table, wipes expenses and totals, restores, and compares
 * everything with what it was.
 */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description =
        "Backs up; compares SQL with the table; wipes expenses and totals; restores; compares.")
final class RestoreDrill implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final List<String> USER_AND_DATE = List.of("userId", "date");

  /** Which count it was, and when: the only things that counting again changes. */
  private static final String[] HOW_COUNTED = {"revision", "countedAt"};

  @Mixin private Drill.Options options = new Drill.Options();

  @Option(
      names = "--kill",
      paramLabel = "SEED",
      description = "Kill workers of Backup and Restore, up to three a run.")
  private @Nullable Long killSeed;

  private final Report report;
  private final List<String> differences = new ArrayList<>();

  RestoreDrill(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = options.environment();
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment);
        RdsDataClient rdsData = Clients.of(RdsDataClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment);
        WorkerKiller workers =
            new WorkerKiller(
                sqs, environment, Optional.ofNullable(killSeed), List.of("Backup", "Restore"))) {
      Jobs jobs = new Jobs(lambda, dynamoDb, environment, options.patience());
      Tables tables = new Tables(dynamoDb, environment);
      SqlCopy copy = new SqlCopy(rdsData, environment);
      StoredItems expenses =
          new StoredItems(
              dynamoDb, environment.get("OUTLAY_EXPENSES_TABLE"), List.of("userId", "expenseId"));
      StoredItems totals =
          new StoredItems(dynamoDb, environment.get("OUTLAY_TOTALS_TABLE"), USER_AND_DATE);
      StoredItems alerts =
          new StoredItems(
              dynamoDb, environment.get("OUTLAY_ALERTS_TABLE"), List.of("userId", "alert"));

      var expensesBefore = expenses.read();
      var totalsBefore = days(totals);
      var alertsBefore = alerts.read();

      ends(jobs, workers, "Backup");
      Map<StoredExpense.Key, StoredExpense> stored = tables.expenses();
      differ("SQL rows", Differences.between("SQL", stored, copy.expenses()));
      differ(
          "SQL sums by month", Differences.between("SQL", sumsByMonth(stored), copy.sumsByMonth()));
      ends(jobs, workers, "Backup");

      expenses.deleteAll();
      await("Totals count to nothing", () -> days(totals).isEmpty());
      totals.deleteAll();
      report.say("Wiped %d expenses and %d days.", expensesBefore.size(), totalsBefore.size());

      ends(jobs, workers, "Restore");
      await("Totals are counted again", () -> days(totals).equals(totalsBefore));
      differ("expenses", Differences.between("expenses", expensesBefore, expenses.read()));
      differ("totals", Differences.between("totals", totalsBefore, days(totals)));
      differ("alerts", Differences.between("alerts", alertsBefore, alerts.read()));
      differences.addAll(workers.report(report));
    }
    report.say(
        "%s", differences.isEmpty() ? "Nothing differs." : differences.size() + " differences.");
    return differences.isEmpty() ? 0 : 1;
  }

  private void ends(Jobs jobs, WorkerKiller workers, String function) throws InterruptedException {
    long start = System.nanoTime();
    Jobs.Finished finished = jobs.run(function, "{}", workers);
    report.say(
        "%s took %.1f s: %s", finished.run(), (System.nanoTime() - start) / 1e9, finished.result());
    if (!finished.ok()) {
      differ(function, List.of(finished.run() + " did not end well"));
    }
  }

  private interface Condition {
    boolean holds();
  }

  /** What is still wrong after the patience is for the comparison to say. */
  private void await(String what, Condition condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > options.patience().toNanos()) {
        report.say("%s: not after %d s.", what, options.patience().toSeconds());
        return;
      }
      Thread.sleep(PAUSE.toMillis());
    }
    report.say("%s: after %.1f s.", what, (System.nanoTime() - start) / 1e9);
  }

  /**
   * The days on which something is counted, however they were counted. A day whose last expense
   * went has an item that counts nothing; counted from nothing, it has none.
   */
  static Map<Map<String, AttributeValue>, Map<String, AttributeValue>> days(StoredItems totals) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> days =
        new HashMap<>(totals.read(HOW_COUNTED));
    days.values()
        .removeIf(
            item -> item.getOrDefault("currencies", AttributeValue.fromM(Map.of())).m().isEmpty());
    return days;
  }

  private static Map<Sum, Cell> sumsByMonth(Map<StoredExpense.Key, StoredExpense> expenses) {
    Map<Sum, Cell> sums = new HashMap<>();
    for (StoredExpense expense : expenses.values()) {
      if (!expense.isDeleted()) {
        sums.merge(
            new Sum(expense.currency(), Sum.By.MONTH, expense.month()), expense.cell(), Cell::plus);
      }
    }
    return sums;
  }

  private void differ(String what, List<String> found) {
    report.say("%s: %d differences.", what, found.size());
    report.differences(what, found);
    differences.addAll(found);
  }
}
