package outlay.query;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.DayTotals;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoTotalsReaderIT extends TotalsReaderContract {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoTotalsReaderIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.table = TestTables.totals(dynamoDb);
  }

  @Override
  TotalsReader reader() {
    return new DynamoTotalsReader(dynamoDb, table);
  }

  @Override
  void put(String userId, LocalDate date, DayTotals totals, Instant countedAt) {
    dynamoDb.putItem(
        put -> put.tableName(table).item(TotalsItem.of(userId, date, 1, totals, countedAt)));
  }
}
