package outlay.ingest;

import org.junit.jupiter.api.extension.ExtendWith;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoExpenseStoreIT extends ExpenseStoreContract {
  private final ExpenseStore store;

  DynamoExpenseStoreIT(DynamoDbClient dynamoDb) {
    this.store = new DynamoExpenseStore(dynamoDb, TestTables.expenses(dynamoDb));
  }

  @Override
  ExpenseStore store() {
    return store;
  }
}
