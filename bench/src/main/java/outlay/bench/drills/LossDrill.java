package outlay.bench.drills;

import java.io.IOException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import outlay.bench.Clients;
import outlay.bench.Differences;
import outlay.bench.Environment;
import outlay.bench.StoredItems;
import outlay.bench.replay.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * What is left when the streams' records were lost, as after a day on which no consumer ran: no day
 * counted, none of this month's alerts raised. Reconcile must make both right.
 */
@Command(
    name = "loss",
    mixinStandardHelpOptions = true,
    description = {
      "Wipes totals and this month's alerts, as if the streams' records were lost;",
      "reconciles; compares with what was; reconciles again, which must find nothing."
    })
final class LossDrill implements Callable<Integer> {
  private static final String PENDING = "pending";

  @Mixin private Drill.Options options = new Drill.Options();

  private final Report report;
  private final List<String> differences = new ArrayList<>();

  LossDrill(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = options.environment();
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment)) {
      Jobs jobs = new Jobs(lambda, dynamoDb, environment, options.patience());
      StoredItems totals =
          new StoredItems(
              dynamoDb, environment.get("OUTLAY_TOTALS_TABLE"), List.of("userId", "date"));
      StoredItems alerts =
          new StoredItems(
              dynamoDb, environment.get("OUTLAY_ALERTS_TABLE"), List.of("userId", "alert"));
      var totalsBefore = RestoreDrill.days(totals);
      var alertsBefore = thisMonths(alerts);

      totals.deleteAll();
      alerts.delete(alertsBefore.keySet());
      report.say(
          "Wiped %d days and %d alerts of this month.", totalsBefore.size(), alertsBefore.size());

      Jobs.Finished first = ends(jobs);
      differ("totals", Differences.between("totals", totalsBefore, RestoreDrill.days(totals)));
      differ("alerts", Differences.between("alerts", alertsBefore, thisMonths(alerts)));
      long raised = first.result().path("alertsRaised").asLong();
      if (raised != alertsBefore.size()) {
        differ("alerts raised", List.of(raised + ", expected " + alertsBefore.size()));
      }

      Jobs.Finished second = ends(jobs);
      for (String count : List.of("drift", "recounted", "alertsRaised", PENDING)) {
        if (second.result().path(count).asLong(-1) != 0) {
          differ("the second time", List.of(count + " is " + second.result().path(count)));
        }
      }
    }
    report.say(
        "%s", differences.isEmpty() ? "Nothing differs." : differences.size() + " differences.");
    return differences.isEmpty() ? 0 : 1;
  }

  /** The state of each; when it was raised is not the same. */
  private static Map<Map<String, AttributeValue>, String> thisMonths(StoredItems alerts) {
    String month = YearMonth.now(ZoneOffset.UTC).toString();
    Map<Map<String, AttributeValue>, String> states = new HashMap<>();
    alerts
        .read()
        .forEach(
            (key, item) -> {
              AttributeValue history = item.get("history"); // Begins with its month.
              if (history != null && history.s().startsWith(month)) {
                states.put(key, item.getOrDefault("state", AttributeValue.fromS(PENDING)).s());
              }
            });
    return states;
  }

  private Jobs.Finished ends(Jobs jobs) throws InterruptedException {
    long start = System.nanoTime();
    Jobs.Finished finished = jobs.run("Reconcile", "{}");
    report.say(
        "%s took %.1f s: %s", finished.run(), (System.nanoTime() - start) / 1e9, finished.result());
    if (!finished.ok()) {
      differ("Reconcile", List.of(finished.run() + " did not end well"));
    }
    return finished;
  }

  private void differ(String what, List<String> found) {
    report.say("%s: %d differences.", what, found.size());
    report.differences(what, found);
    differences.addAll(found);
  }
}
