package outlay.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.Expense;
import outlay.store.AwsCalls;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Expenses in DynamoDB: a list is read from the index {@code byDate}, which, being local, can be
 * read strongly consistent.
 *
 * <p>The index is in order of dates. Of entries of the same date DynamoDB promises no order, and
 * DynamoDB Local's is not that of their ids. Nothing leans on one: a list goes on from an entry's
 * key, which is what DynamoDB itself answers as the last evaluated key when its limit is there.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html">Local
 *     secondary indexes</a>
 */
final class DynamoExpenseReader implements ExpenseReader {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoExpenseReader(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Optional<Expense> find(String userId, String expenseId) {
    GetItemResponse response =
        AwsCalls.call(
            () ->
                dynamoDb.getItem(
                    get ->
                        get.tableName(table)
                            .key(ExpenseItem.key(userId, expenseId))
                            .consistentRead(true)));
    return response.hasItem()
        ? Optional.of(ExpenseItem.read(response.item())).filter(expense -> !expense.isDeleted())
        : Optional.empty();
  }

  @Override
  public Slice slice(
      String userId, ExpenseFilter filter, Optional<Position> after, int maxLookedAt) {
    QueryRequest query = query(userId, filter, after, maxLookedAt);
    QueryResponse response = AwsCalls.call(() -> dynamoDb.query(query));
    List<Expense> expenses =
        response.items().stream().map(ExpenseItem::read).filter(filter::matchesText).toList();
    Optional<Position> next =
        response.hasLastEvaluatedKey()
            ? Optional.of(position(new Item(response.lastEvaluatedKey())))
            : Optional.empty();
    return new Slice(expenses, response.scannedCount(), next);
  }

  private QueryRequest query(
      String userId, ExpenseFilter filter, Optional<Position> after, int maxLookedAt) {
    Map<String, String> names = new HashMap<>(Map.of("#date", "date"));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":user", Item.s(userId));
    values.put(":from", Item.s(filter.dates().from().toString()));
    values.put(":to", Item.s(filter.dates().to().toString()));
    StringBuilder conditions = new StringBuilder("attribute_not_exists(deletedAt)");
    filter
        .category()
        .ifPresent(
            category -> {
              conditions.append(" AND category = :category");
              values.put(":category", Item.s(category));
            });
    filter
        .type()
        .ifPresent(
            type -> {
              conditions.append(" AND #type = :type");
              names.put("#type", "type");
              values.put(":type", Item.s(type.wireName()));
            });
    filter
        .currency()
        .ifPresent(
            currency -> {
              conditions.append(" AND currency = :currency");
              values.put(":currency", Item.s(currency.code()));
            });
    return QueryRequest.builder()
        .tableName(table)
        .indexName(ExpenseItem.INDEX_BY_DATE)
        .consistentRead(true)
        .scanIndexForward(false)
        .keyConditionExpression("userId = :user AND #date BETWEEN :from AND :to")
        .filterExpression(conditions.toString())
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .limit(maxLookedAt)
        .exclusiveStartKey(after.map(position -> key(userId, position)).orElse(null))
        .build();
  }

  private static Map<String, AttributeValue> key(String userId, Position position) {
    Map<String, AttributeValue> key = ExpenseItem.key(userId, position.expenseId());
    key.put("date", Item.s(position.date().toString()));
    return key;
  }

  private static Position position(Item key) {
    return new Position(key.date("date"), key.text("expenseId"));
  }

  @Override
  public void reach() {
    AwsCalls.call(
        () ->
            dynamoDb.getItem(
                get -> get.tableName(table).key(ExpenseItem.key(HealthCheck.NOBODY, "-"))));
  }
}
