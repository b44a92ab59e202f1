package outlay.query;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import outlay.model.OrganizationMonth;
import outlay.store.AwsCalls;
import outlay.store.OrganizationItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Months in the table {@code organization}: one item, or two where there is none of the month. */
final class DynamoOrganizationReader implements OrganizationReader {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoOrganizationReader(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Added month(YearMonth month) {
    Map<String, AttributeValue> item = item(month.toString());
    return item.isEmpty()
        ? new Added(OrganizationMonth.NONE, asOf(item(OrganizationItem.LATEST)))
        : new Added(OrganizationItem.read(item), asOf(item));
  }

  private static Optional<Instant> asOf(Map<String, AttributeValue> item) {
    return item.isEmpty() ? Optional.empty() : Optional.of(OrganizationItem.asOf(item));
  }

  private Map<String, AttributeValue> item(String key) {
    return AwsCalls.call(
            () ->
                dynamoDb.getItem(
                    get ->
                        get.tableName(table).key(OrganizationItem.key(key)).consistentRead(true)))
        .item();
  }
}
