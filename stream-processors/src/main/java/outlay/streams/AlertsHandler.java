package outlay.streams;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DueAlerts;
import outlay.alerts.DynamoAlertLog;
import outlay.alerts.DynamoSpendingState;
import outlay.alerts.SnsAlertTopic;
import outlay.alerts.SpendingState;
import outlay.model.Budgets;
import outlay.store.Backoff;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * Changes of {@code totals}, {@code budgets}, and {@code expenses}: what the users they name spent
 * is compared with their budgets, and alerts are raised. {@link RaiseAlerts} says what, {@link
 * AlertRaiser} how often; {@link StreamEdge} what becomes of what fails.
 */
public final class AlertsHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
  private final StreamEdge edge;
  private final Supplier<RaiseAlerts> reactions;
  private final Reporter reporter;

  /** What Lambda calls. */
  public AlertsHandler() {
    this(
        new Environment(
            Settings.requireAll(
                "EXPENSES_TABLE",
                "TOTALS_TABLE",
                "BUDGETS_TABLE",
                "ALERTS_TABLE",
                "ALERTS_TOPIC_ARN",
                "FAILURES_QUEUE_URL",
                "DEFAULT_MONTHLY_LIMIT",
                "DEFAULT_ALERT_LEVELS",
                "DEFAULT_LARGE_EXPENSE")));
  }

  private AlertsHandler(Environment environment) {
    this(
        new StreamEdge(
            "alerts",
            environment.streams(),
            new SqsFailureQueue(SqsFailureQueue.client(), environment.failuresQueueUrl()),
            StreamEdge.pool(),
            Backoff.of(Duration.ofSeconds(1), Duration.ofSeconds(1))),
        reactions(environment),
        MetricLine.fromEnvironment());
  }

  AlertsHandler(StreamEdge edge, Supplier<RaiseAlerts> reactions, Reporter reporter) {
    this.edge = edge;
    this.reactions = reactions;
    this.reporter = reporter;
  }

  @Override
  public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
    return PowertoolsLogging.withLogging(context, () -> raise(event, context));
  }

  private StreamsEventResponse raise(DynamodbEvent event, Context context) {
    StreamEdge.Handled handled =
        edge.handle(event, context::getRemainingTimeInMillis, reactions.get());
    reporter.report(handled.report());
    return handled.response();
  }

  private static Supplier<RaiseAlerts> reactions(Environment environment) {
    DynamoDbClient dynamo = DynamoDb.client();
    Clock clock = Clock.systemUTC();
    AlertHints hints =
        new AlertHints(environment.expensesTable(), environment.totalsTable(), clock);
    SpendingState state =
        new DynamoSpendingState(
            dynamo,
            new DynamoSpendingState.Tables(
                environment.budgetsTable(), environment.totalsTable(), environment.alertsTable()),
            environment.defaults().levels());
    AlertRaiser raiser =
        new AlertRaiser(
            new DynamoAlertLog(dynamo, environment.alertsTable()),
            new SnsAlertTopic(SnsAlertTopic.client(), environment.topicArn()),
            clock,
            Backoff.of(Duration.ofMillis(100), Duration.ofSeconds(2)),
            () -> UUID.randomUUID().toString());
    DueAlerts alerts = new DueAlerts(state, environment.defaults());
    return () -> new RaiseAlerts(hints, alerts, raiser);
  }

  /** The settings, in the order that the constructor asks for them. */
  private record Environment(List<String> values) {
    String expensesTable() {
      return values.get(0);
    }

    String totalsTable() {
      return values.get(1);
    }

    String budgetsTable() {
      return values.get(2);
    }

    String alertsTable() {
      return values.get(3);
    }

    String topicArn() {
      return values.get(4);
    }

    String failuresQueueUrl() {
      return values.get(5);
    }

    Set<String> streams() {
      return Set.of(expensesTable(), totalsTable(), budgetsTable());
    }

    Budgets.Defaults defaults() {
      return Budgets.Defaults.parse(values.get(6), values.get(7), values.get(8));
    }
  }
}
