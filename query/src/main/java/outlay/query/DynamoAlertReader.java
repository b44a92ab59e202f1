package outlay.query;

import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import outlay.store.AlertItem;
import outlay.store.AwsCalls;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Alerts in DynamoDB: a range of the index {@code byMonth}, whatever a user's other months hold.
 * The index has keys only; DynamoDB fetches the rest from the table itself, as it does for local
 * indexes.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html">Local
 *     secondary indexes</a>
 */
final class DynamoAlertReader implements AlertReader {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoAlertReader(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public List<Raised> newest(String userId, YearMonth month, int most) {
    return AwsCalls.call(
        () ->
            dynamoDb
                .query(
                    query ->
                        query
                            .tableName(table)
                            .indexName(AlertItem.INDEX_BY_MONTH)
                            .select(Select.ALL_ATTRIBUTES)
                            .consistentRead(true)
                            .scanIndexForward(false)
                            .limit(most)
                            .keyConditionExpression(
                                "userId = :userId AND begins_with(history, :month)")
                            .expressionAttributeValues(
                                Map.of(
                                    ":userId", Item.s(userId),
                                    ":month", Item.s(AlertItem.monthPrefix(month)))))
                .items()
                .stream()
                .map(DynamoAlertReader::read)
                .sorted(Comparator.comparing(Raised::at).reversed())
                .toList());
  }

  private static Raised read(Map<String, AttributeValue> item) {
    return new Raised(
        AlertItem.read(item).alert(), AlertItem.isSent(item), new Item(item).instant("raisedAt"));
  }
}
