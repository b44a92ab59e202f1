package outlay.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads Outlay's tables as an operator can: strongly consistent, page by page. */
public final class Tables {
  private static final Set<String> NEEDED = Set.of("date", "type", "amount", "currency");

  private final DynamoDbClient dynamoDb;
  private final Environment environment;

  public Tables(DynamoDbClient dynamoDb, Environment environment) {
    this.dynamoDb = dynamoDb;
    this.environment = environment;
  }

  /** What is stored of these users' expenses, deleted ones too. */
  public Map<StoredExpense.Key, StoredExpense> expenses(Set<String> users) {
    Map<StoredExpense.Key, StoredExpense> expenses = new HashMap<>(expenses());
    expenses.keySet().removeIf(key -> !users.contains(key.userId()));
    return expenses;
  }

  /** What is stored of everyone's expenses, deleted ones too. */
  public Map<StoredExpense.Key, StoredExpense> expenses() {
    Map<StoredExpense.Key, StoredExpense> expenses = new HashMap<>();
    scan(
        "OUTLAY_EXPENSES_TABLE",
        item ->
            expenses.put(
                new StoredExpense.Key(text(item, "userId"), text(item, "expenseId")),
                expense(item)));
    return expenses;
  }

  /** What is stored of a user's expenses that are not deleted, and can be read. */
  public List<StoredExpense> readable(String user) {
    List<StoredExpense> expenses = new ArrayList<>();
    scan(
        "OUTLAY_EXPENSES_TABLE",
        Set.of(user),
        item -> {
          boolean isWhole =
              item.keySet().containsAll(NEEDED) && attribute(item, "amount").n() != null;
          if (isWhole && !item.containsKey("deletedAt")) {
            expenses.add(expense(item));
          }
        });
    return expenses;
  }

  /** What is counted of these users. */
  public Map<Slot, Cell> totals(Set<String> users) {
    Map<Slot, Cell> cells = new HashMap<>();
    scan("OUTLAY_TOTALS_TABLE", users, item -> addCells(item, cells));
    return cells;
  }

  /** What is counted of one user's day. */
  public Map<Slot, Cell> totals(String userId, String date) {
    Map<Slot, Cell> cells = new HashMap<>();
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(
                get ->
                    get.tableName(environment.get("OUTLAY_TOTALS_TABLE"))
                        .consistentRead(true)
                        .key(
                            Map.of(
                                "userId", AttributeValue.fromS(userId),
                                "date", AttributeValue.fromS(date))))
            .item();
    if (!item.isEmpty()) {
      addCells(item, cells);
    }
    return cells;
  }

  /** These users' alerts, and the state of each: pending or sent. */
  public Map<AlertKey, String> alerts(Set<String> users) {
    Map<AlertKey, String> alerts = new HashMap<>();
    scan(
        "OUTLAY_ALERTS_TABLE",
        users,
        item ->
            alerts.put(
                new AlertKey(text(item, "userId"), text(item, "alert")), text(item, "state")));
    return alerts;
  }

  private void scan(
      String table, Set<String> users, Consumer<Map<String, AttributeValue>> consumer) {
    scan(
        table,
        item -> {
          if (users.contains(text(item, "userId"))) {
            consumer.accept(item);
          }
        });
  }

  private void scan(String table, Consumer<Map<String, AttributeValue>> consumer) {
    dynamoDb
        .scanPaginator(scan -> scan.tableName(environment.get(table)).consistentRead(true))
        .items()
        .forEach(consumer);
  }

  private static StoredExpense expense(Map<String, AttributeValue> item) {
    return new StoredExpense(
        text(item, "date"),
        text(item, "type"),
        text(item, "category"),
        number(item, "amount"),
        text(item, "currency"),
        item.containsKey("description") ? text(item, "description") : "",
        number(item, "version").longValueExact(),
        item.containsKey("deletedAt"));
  }

  private static void addCells(Map<String, AttributeValue> item, Map<Slot, Cell> cells) {
    String userId = text(item, "userId");
    String date = text(item, "date");
    attribute(item, "currencies")
        .m()
        .forEach(
            (currency, categories) ->
                categories
                    .m()
                    .forEach(
                        (category, cell) ->
                            cells.put(
                                new Slot(userId, date, currency, category),
                                new Cell(
                                    number(cell.m(), "spent"),
                                    number(cell.m(), "earned"),
                                    number(cell.m(), "count").longValueExact()))));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return String.valueOf(attribute(item, name).s());
  }

  private static BigDecimal number(Map<String, AttributeValue> item, String name) {
    return new BigDecimal(String.valueOf(attribute(item, name).n()));
  }

  private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalStateException("An item has no " + name + ": " + item);
    }
    return value;
  }
}
