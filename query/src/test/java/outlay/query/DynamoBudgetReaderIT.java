package outlay.query;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Budget;
import outlay.store.BudgetItem;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoBudgetReaderIT extends BudgetReaderContract {
  private static final List<Integer> DEFAULT_LEVELS = List.of(80, 100);

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoBudgetReaderIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.table = TestTables.budgets(dynamoDb);
  }

  @Override
  BudgetReader reader() {
    return new DynamoBudgetReader(dynamoDb, table, DEFAULT_LEVELS);
  }

  @Override
  void put(String userId, Budget budget) {
    boolean ownLevels = !budget.levels().equals(DEFAULT_LEVELS);
    dynamoDb.putItem(
        put -> put.tableName(table).item(BudgetItem.of(userId, budget, ownLevels, Instant.EPOCH)));
  }
}
