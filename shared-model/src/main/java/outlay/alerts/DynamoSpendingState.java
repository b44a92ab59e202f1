package outlay.alerts;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outlay.model.Budget;
import outlay.model.MonthSpending;
import outlay.store.AlertItem;
import outlay.store.BudgetItem;
import outlay.store.CorruptItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** The state in the tables {@code budgets}, {@code totals}, and {@code alerts}. */
public final class DynamoSpendingState implements SpendingState {
  /** The tables' names. */
  public record Tables(String budgets, String totals, String alerts) {}

  private final DynamoDbClient dynamo;
  private final Tables tables;
  private final List<Integer> defaultLevels;

  /**
   * @param defaultLevels the alert levels of a budget that names none
   */
  public DynamoSpendingState(DynamoDbClient dynamo, Tables tables, List<Integer> defaultLevels) {
    this.dynamo = dynamo;
    this.tables = tables;
    this.defaultLevels = List.copyOf(defaultLevels);
  }

  @Override
  public OwnBudgets budgets(String userId) {
    List<Budget> readable = new ArrayList<>();
    List<CorruptItem> unreadable = new ArrayList<>();
    query(tables.budgets, "userId = :userId", Map.of(":userId", Item.s(userId)), Map.of(), null)
        .forEach(
            item -> {
              try {
                readable.add(BudgetItem.read(item, defaultLevels));
              } catch (CorruptItem corrupt) {
                unreadable.add(corrupt);
              }
            });
    return new OwnBudgets(readable, unreadable);
  }

  @Override
  public MonthSpending spending(String userId, YearMonth month) {
    return MonthSpending.of(
        query(
                tables.totals,
                "userId = :userId AND #date BETWEEN :first AND :last",
                Map.of(
                    ":userId", Item.s(userId),
                    ":first", Item.s(month.atDay(1).toString()),
                    ":last", Item.s(month.atEndOfMonth().toString())),
                Map.of("#date", "date"),
                "currencies")
            .map(TotalsItem::read)
            .toList());
  }

  @Override
  public Set<String> sentAlerts(String userId, YearMonth month) {
    return sentAlerts(
        "userId = :userId AND begins_with(alert, :month)",
        Map.of(":userId", Item.s(userId), ":month", Item.s(AlertItem.monthPrefix(month))));
  }

  @Override
  public Set<String> sentAlerts(String userId, String firstId, String lastId) {
    return sentAlerts(
        "userId = :userId AND alert BETWEEN :first AND :last",
        Map.of(":userId", Item.s(userId), ":first", Item.s(firstId), ":last", Item.s(lastId)));
  }

  private Set<String> sentAlerts(String keys, Map<String, AttributeValue> values) {
    return query(tables.alerts, keys, values, Map.of("#state", "state"), "alert, #state")
        .filter(AlertItem::isSent)
        .map(item -> new Item(item).text("alert"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<Map<String, AttributeValue>> query(
      String table,
      String keys,
      Map<String, AttributeValue> values,
      Map<String, String> names,
      @org.jspecify.annotations.Nullable String projection) {
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression(keys)
            .expressionAttributeValues(new HashMap<>(values));
    if (!names.isEmpty()) {
      query.expressionAttributeNames(names);
    }
    if (projection != null) {
      query.projectionExpression(projection);
    }
    return dynamo.queryPaginator(query.build()).items().stream();
  }
}
