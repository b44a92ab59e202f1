package outlay.query;

import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Expense;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.ExpenseItem;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoExpenseReaderIT extends ExpenseReaderContract {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoExpenseReaderIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.table = TestTables.expenses(dynamoDb);
  }

  @Override
  ExpenseReader reader() {
    return new DynamoExpenseReader(dynamoDb, table);
  }

  @Override
  void put(Expense expense) {
    dynamoDb.putItem(put -> put.tableName(table).item(ExpenseItem.of(expense)));
  }

  @Override
  void remove(String userId, String expenseId) {
    dynamoDb.deleteItem(delete -> delete.tableName(table).key(ExpenseItem.key(userId, expenseId)));
  }
}
