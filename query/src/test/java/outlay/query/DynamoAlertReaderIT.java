package outlay.query;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Notice;
import outlay.store.AlertItem;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.Item;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoAlertReaderIT extends AlertReaderContract {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoAlertReaderIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.table = TestTables.alerts(dynamoDb);
  }

  @Override
  AlertReader reader() {
    return new DynamoAlertReader(dynamoDb, table);
  }

  @Override
  void put(AlertReader.Raised alert) {
    Map<String, AttributeValue> item =
        AlertItem.pending(
            new Notice(alert.alert(), Optional.empty()), alert.at(), "lease", alert.at());
    if (alert.sent()) {
      item.put("state", Item.s(AlertItem.SENT));
    }
    dynamoDb.putItem(put -> put.tableName(table).item(item));
  }
}
