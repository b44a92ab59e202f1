package outlay.jobs.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DynamoAlertLog;
import outlay.alerts.DynamoSpendingState;
import outlay.alerts.SnsAlertTopic;
import outlay.alerts.SpendingState;
import outlay.jobs.runs.DynamoScan;
import outlay.jobs.runs.JobHandler;
import outlay.model.Budgets;
import outlay.store.Backoff;
import outlay.store.Settings;
import outlay.totals.DayCounter;
import outlay.totals.DynamoDayStore;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The function {@code Reconcile}: {@code {}} for everybody, {@code {"user": "…"}} for one. {@link
 * ReconcileJob} does it.
 */
public final class ReconcileHandler extends JobHandler {
  /** A day of very many expenses is counted, or some hundred alerts are told. */
  private static final Duration RESERVE = Duration.ofSeconds(60);

  /** What Lambda calls. */
  public ReconcileHandler() {
    super(
        job(
            Settings.requireAll(
                "EXPENSES_TABLE",
                "TOTALS_TABLE",
                "BUDGETS_TABLE",
                "ALERTS_TABLE",
                "ALERTS_TOPIC_ARN",
                "DEFAULT_MONTHLY_LIMIT",
                "DEFAULT_ALERT_LEVELS",
                "DEFAULT_LARGE_EXPENSE")),
        RESERVE);
  }

  private static ReconcileJob job(List<String> settings) {
    DynamoDbClient dynamo = DynamoScan.client();
    Clock clock = Clock.systemUTC();
    String expenses = settings.get(0);
    String totals = settings.get(1);
    String alerts = settings.get(3);
    Budgets.Defaults defaults =
        Budgets.Defaults.parse(settings.get(5), settings.get(6), settings.get(7));
    DynamoStoredDays days = new DynamoStoredDays(dynamo, expenses, totals);
    DayCounter counter =
        new DayCounter(
            new DynamoDayStore(dynamo, expenses, totals),
            clock,
            Backoff.of(Duration.ofMillis(20), Duration.ofMillis(500)));
    SpendingState state =
        new DynamoSpendingState(
            dynamo,
            new DynamoSpendingState.Tables(settings.get(2), totals, alerts),
            defaults.levels());
    AlertRaiser raiser =
        new AlertRaiser(
            new DynamoAlertLog(dynamo, alerts),
            new SnsAlertTopic(SnsAlertTopic.client(), settings.get(4)),
            clock,
            Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(2)),
            () -> UUID.randomUUID().toString());
    return new ReconcileJob(
        new SegmentWalk.Parts(
            days,
            new DynamoBudgetOwners(dynamo, settings.get(2)),
            new DynamoPendingAlerts(dynamo, alerts),
            new CompareDays(days, counter, clock),
            new LateAlerts(state, defaults, raiser, clock),
            clock));
  }
}
