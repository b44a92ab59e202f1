package outlay.alerts;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import outlay.store.ManyUsers;
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
  private final ManyUsers manyUsers;
  private final List<Integer> defaultLevels;

  /**
   * @param defaultLevels the alert levels of a budget that names none
   */
  public DynamoSpendingState(DynamoDbClient dynamo, Tables tables, List<Integer> defaultLevels) {
    this.dynamo = dynamo;
    this.tables = tables;
    this.manyUsers = new ManyUsers(dynamo);
    this.defaultLevels = List.copyOf(defaultLevels);
  }

  /**
   * Budgets by one call, and a month by one call for all its users.
   *
   * @param monthsOfUsers {@link ManyUsers#MOST} users at most
   */
  @Override
  public SpendingState ahead(Map<String, Set<YearMonth>> monthsOfUsers) {
    Map<String, List<Map<String, AttributeValue>>> budgets =
        byUser(manyUsers.items(tables.budgets, monthsOfUsers.keySet()));
    Map<String, OwnBudgets> own = new HashMap<>();
    monthsOfUsers
        .keySet()
        .forEach(userId -> own.put(userId, own(budgets.getOrDefault(userId, List.of()).stream())));
    Map<YearMonth, Set<String>> usersOfMonths = new HashMap<>();
    monthsOfUsers.forEach(
        (userId, months) ->
            months.forEach(
                month ->
                    usersOfMonths.computeIfAbsent(month, absent -> new HashSet<>()).add(userId)));
    Map<SpendingAhead.UserMonth, MonthSpending> spending = new HashMap<>();
    usersOfMonths.forEach((month, userIds) -> spending.putAll(spending(userIds, month)));
    return new SpendingAhead(this, own, spending);
  }

  /** Without the users who have a day that cannot be read. */
  private Map<SpendingAhead.UserMonth, MonthSpending> spending(
      Set<String> userIds, YearMonth month) {
    Map<String, List<Map<String, AttributeValue>>> days =
        byUser(
            manyUsers.items(
                tables.totals,
                null,
                userIds,
                month.atDay(1).toString(),
                month.atEndOfMonth().toString()));
    Map<SpendingAhead.UserMonth, MonthSpending> spending = new HashMap<>();
    for (String userId : userIds) {
      try {
        spending.put(
            new SpendingAhead.UserMonth(userId, month),
            MonthSpending.of(
                days.getOrDefault(userId, List.of()).stream().map(TotalsItem::read).toList()));
      } catch (CorruptItem | ArithmeticException wrong) {
        // Read again, and reported, when this user is compared.
      }
    }
    return spending;
  }

  private static Map<String, List<Map<String, AttributeValue>>> byUser(
      List<Map<String, AttributeValue>> items) {
    return items.stream().collect(Collectors.groupingBy(item -> new Item(item).text("userId")));
  }

  @Override
  public OwnBudgets budgets(String userId) {
    return own(
        query(
            tables.budgets, "userId = :userId", Map.of(":userId", Item.s(userId)), Map.of(), null));
  }

  private OwnBudgets own(Stream<Map<String, AttributeValue>> items) {
    List<Budget> readable = new ArrayList<>();
    List<CorruptItem> unreadable = new ArrayList<>();
    items.forEach(
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
