package outlay.totals;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Days in the tables {@code expenses} (its local index {@code byDate}) and {@code totals}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html">Read
 *     consistency: a local index can be read strongly consistent, a global one cannot</a>
 */
public final class DynamoDayStore implements DayStore {
  private final DynamoDbClient dynamo;
  private final String expensesTable;
  private final String totalsTable;

  public DynamoDayStore(DynamoDbClient dynamo, String expensesTable, String totalsTable) {
    this.dynamo = dynamo;
    this.expensesTable = expensesTable;
    this.totalsTable = totalsTable;
  }

  /**
   * Eventually consistent, at half the price: a revision that is behind costs a refused write and
   * another round, and cannot make a sum wrong, since the put compares it with what is there.
   */
  @Override
  public long revision(UserDay day) {
    return revisionIn(
        dynamo
            .getItem(
                get ->
                    get.tableName(totalsTable)
                        .key(TotalsItem.key(day.userId(), day.day()))
                        .projectionExpression("revision"))
            .item());
  }

  @Override
  public List<DayEntry> entries(UserDay day) {
    Map<String, String> names = new HashMap<>(ExpenseItem.DAY_ENTRY_NAMES);
    names.put("#date", "date");
    QueryRequest query =
        QueryRequest.builder()
            .tableName(expensesTable)
            .indexName(ExpenseItem.INDEX_BY_DATE)
            .consistentRead(true)
            .keyConditionExpression("userId = :userId AND #date = :date")
            .projectionExpression(ExpenseItem.DAY_ENTRY_PROJECTION)
            .expressionAttributeNames(names)
            .expressionAttributeValues(
                Map.of(":userId", Item.s(day.userId()), ":date", Item.s(day.day().toString())))
            .build();
    return dynamo.queryPaginator(query).items().stream().map(ExpenseItem::readDayEntry).toList();
  }

  @Override
  public OptionalLong put(UserDay day, long revision, DayTotals totals, Instant countedAt) {
    PutItemRequest.Builder put =
        PutItemRequest.builder()
            .tableName(totalsTable)
            .item(TotalsItem.of(day.userId(), day.day(), revision + 1, totals, countedAt))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (revision == NONE) {
      put.conditionExpression("attribute_not_exists(userId)");
    } else {
      put.conditionExpression("revision = :revision")
          .expressionAttributeValues(Map.of(":revision", Item.n(revision)));
    }
    try {
      dynamo.putItem(put.build());
      return OptionalLong.empty();
    } catch (ConditionalCheckFailedException counted) {
      return OptionalLong.of(revisionIn(counted.item()));
    }
  }

  private static long revisionIn(Map<String, AttributeValue> item) {
    return item.isEmpty() ? NONE : new Item(item).number("revision");
  }
}
