package outlay.settings;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import outlay.edge.HttpEdge;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.Aws;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.sns.SnsClient;

/** Every route that writes budgets, and all of the subscription to alerts. */
public final class SettingsHandler implements RequestStreamHandler {
  private final HttpEdge edge;
  private final BudgetCommands budgets;
  private final SubscriptionCommands subscription;

  /** Wired from the environment, as Lambda makes it. */
  public SettingsHandler() {
    this(
        Settings.requireAll("BUDGETS_TABLE", "DEFAULT_ALERT_LEVELS", "ALERTS_TOPIC_ARN", "ISSUER"));
  }

  private SettingsHandler(List<String> settings) {
    this(
        new HttpEdge(),
        new BudgetCommands(
            new DynamoBudgetStore(DynamoDb.client(), settings.get(0)),
            levels(settings.get(1)),
            Clock.systemUTC()),
        new SubscriptionCommands(
            new OpenIdProfiles(URI.create(settings.get(3))),
            new SnsSubscriptions(Aws.client(SnsClient.builder()), settings.get(2))));
  }

  SettingsHandler(HttpEdge edge, BudgetCommands budgets, SubscriptionCommands subscription) {
    this.edge = edge;
    this.budgets = budgets;
    this.subscription = subscription;
  }

  private static List<Integer> levels(String list) {
    return Stream.of(list.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    edge.respond(in, out, context, this::answer);
  }

  private HttpResponse answer(HttpRequest request) {
    return switch (request.routeKey()) {
      case "PUT /budgets/{currency}", "PUT /budgets/{currency}/{category+}" -> budgets.put(request);
      case "DELETE /budgets/{currency}", "DELETE /budgets/{currency}/{category+}" ->
          budgets.delete(request);
      case "GET /alert-subscription" -> subscription.get(request);
      case "PUT /alert-subscription" -> subscription.put(request);
      case "DELETE /alert-subscription" -> subscription.delete(request);
      default -> throw new Refusal(Reason.NO_SUCH_ROUTE, "The function answers no such route.");
    };
  }
}
