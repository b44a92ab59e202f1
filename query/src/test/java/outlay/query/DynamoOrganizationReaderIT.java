package outlay.query;

import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.OrganizationMonth;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.OrganizationItem;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoOrganizationReaderIT extends OrganizationReaderContract {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoOrganizationReaderIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.table = TestTables.organization(dynamoDb);
  }

  @Override
  OrganizationReader reader() {
    return new DynamoOrganizationReader(dynamoDb, table);
  }

  @Override
  void put(YearMonth month, OrganizationMonth sums, Instant at) {
    dynamoDb.putItem(put -> put.tableName(table).item(OrganizationItem.of(month, sums, at)));
    dynamoDb.putItem(put -> put.tableName(table).item(OrganizationItem.latest(at)));
  }
}
