package outlay.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import outlay.store.AwsCalls;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Totals in DynamoDB: one range query, in as many calls as it has megabytes. Strongly consistent,
 * so that a page that is loaded again never goes back in time.
 */
final class DynamoTotalsReader implements TotalsReader {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoTotalsReader(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public List<CountedDay> days(String userId, DateRange range) {
    List<CountedDay> days = new ArrayList<>();
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("userId = :user AND #date BETWEEN :from AND :to")
            .expressionAttributeNames(Map.of("#date", "date"))
            .expressionAttributeValues(
                Map.of(
                    ":user", Item.s(userId),
                    ":from", Item.s(range.from().toString()),
                    ":to", Item.s(range.to().toString())))
            .build();
    while (true) {
      QueryRequest part = query;
      QueryResponse response = AwsCalls.call(() -> dynamoDb.query(part));
      response.items().forEach(item -> days.add(read(item)));
      if (!response.hasLastEvaluatedKey()) {
        return days;
      }
      query = query.toBuilder().exclusiveStartKey(response.lastEvaluatedKey()).build();
    }
  }

  private static CountedDay read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return new CountedDay(
        item.date("date"), TotalsItem.read(attributes), item.instant("countedAt"));
  }

  @Override
  public void reach() {
    AwsCalls.call(
        () ->
            dynamoDb.query(
                query ->
                    query
                        .tableName(table)
                        .limit(1)
                        .keyConditionExpression("userId = :user")
                        .expressionAttributeValues(Map.of(":user", Item.s(HealthCheck.NOBODY)))));
  }
}
