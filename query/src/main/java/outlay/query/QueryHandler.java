package outlay.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import outlay.edge.HttpEdge;
import outlay.edge.HttpRequest;
import outlay.edge.HttpResponse;
import outlay.edge.Priming;
import outlay.model.Budgets;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Every route that reads what is in tables. */
public final class QueryHandler implements RequestStreamHandler {
  /** Monitors have no token; what they are answered is the same for everybody. */
  static final Set<String> PUBLIC_ROUTES = Set.of("GET /health");

  /** What it reads from. */
  record Readers(
      ExpenseReader expenses,
      TotalsReader totals,
      BudgetReader budgets,
      AlertReader alerts,
      OrganizationReader organization) {}

  private final HttpEdge edge;
  private final ExpenseQueries expenses;
  private final TotalsQueries totals;
  private final BudgetQueries budgets;
  private final AlertQueries alerts;
  private final OrganizationQueries organization;
  private final HealthCheck health;

  /** Wired from the environment, as Lambda makes it. */
  public QueryHandler() {
    this(
        DynamoDb.client(),
        Settings.requireAll(
            "EXPENSES_TABLE",
            "TOTALS_TABLE",
            "BUDGETS_TABLE",
            "ALERTS_TABLE",
            "ORGANIZATION_TABLE"),
        defaultsFromEnvironment());
    if (Priming.isDue()) {
      prime();
    }
  }

  private QueryHandler(DynamoDbClient dynamoDb, List<String> tables, Budgets.Defaults defaults) {
    this(
        new HttpEdge(PUBLIC_ROUTES),
        new Readers(
            new DynamoExpenseReader(dynamoDb, tables.get(0)),
            new DynamoTotalsReader(dynamoDb, tables.get(1)),
            new DynamoBudgetReader(dynamoDb, tables.get(2), defaults.levels()),
            new DynamoAlertReader(dynamoDb, tables.get(3)),
            new DynamoOrganizationReader(dynamoDb, tables.get(4))),
        defaults,
        Clock.systemUTC());
  }

  QueryHandler(HttpEdge edge, Readers readers, Budgets.Defaults defaults, Clock clock) {
    this.edge = edge;
    this.expenses = new ExpenseQueries(readers.expenses());
    this.totals = new TotalsQueries(readers.totals(), clock);
    this.budgets = new BudgetQueries(readers.budgets(), readers.totals(), defaults, clock);
    this.alerts = new AlertQueries(readers.alerts(), clock);
    this.organization = new OrganizationQueries(readers.organization(), clock);
    this.health = new HealthCheck(readers.expenses(), readers.totals());
  }

  private static Budgets.Defaults defaultsFromEnvironment() {
    List<String> defaults =
        Settings.requireAll(
            "DEFAULT_MONTHLY_LIMIT", "DEFAULT_ALERT_LEVELS", "DEFAULT_LARGE_EXPENSE");
    return Budgets.Defaults.parse(defaults.get(0), defaults.get(1), defaults.get(2));
  }

  /** Reads the tables' health, and a list that is empty. */
  void prime() {
    Priming.answer(
        this, Priming.request("GET /health", "", ""), Priming.request("GET /expenses", "", ""));
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    edge.respond(in, out, context, this::answer);
  }

  private HttpResponse answer(HttpRequest request) {
    return switch (request.routeKey()) {
      case "GET /expenses", "GET /getExpenses" -> expenses.list(request);
      case "GET /expenses/{id}" -> expenses.get(request);
      case "GET /expenses.csv" -> expenses.download(request);
      case "GET /summary" -> totals.summary(request);
      case "GET /categories" -> totals.categories(request);
      case "GET /budgets" -> budgets.list(request);
      case "GET /budgets/{currency}", "GET /budgets/{currency}/{category+}" -> budgets.get(request);
      case "GET /alerts" -> alerts.list(request);
      case "GET /organization/summary" -> organization.summary(request);
      case "GET /health" -> health.check();
      default -> throw new Refusal(Reason.NO_SUCH_ROUTE, "The function answers no such route.");
    };
  }
}
