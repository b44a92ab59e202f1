package outlay.jobs.organization;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Adds all months up: invoked by a schedule, or by anybody who does not want to wait for it, with
 * whatever event. Again, or two at once, it changes nothing but how new the sums are.
 */
public final class OrganizationHandler implements RequestHandler<Object, Map<String, Object>> {
  private final DynamoMonths months;

  /** Wired from the environment, as Lambda makes it. */
  public OrganizationHandler() {
    this(DynamoDb.client(), Settings.requireAll("TOTALS_TABLE", "ORGANIZATION_TABLE"));
  }

  private OrganizationHandler(DynamoDbClient dynamoDb, List<String> tables) {
    this(new DynamoMonths(dynamoDb, tables.get(0), tables.get(1), Clock.systemUTC()));
  }

  OrganizationHandler(DynamoMonths months) {
    this.months = months;
  }

  @Override
  public Map<String, Object> handleRequest(Object event, Context context) {
    DynamoMonths.Result result = months.run();
    return Map.of(
        "asOf", result.asOf().toString(),
        "months", result.months(),
        "days", result.days(),
        "unreadable", result.unreadable());
  }
}
