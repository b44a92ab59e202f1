package outlay.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Budget;
import outlay.store.BudgetItem;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.Item;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoBudgetStoreIT extends BudgetStoreContract {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoBudgetStoreIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
    this.table = TestTables.budgets(dynamoDb);
  }

  @Override
  BudgetStore store() {
    return new DynamoBudgetStore(dynamoDb, table);
  }

  @Override
  Map<String, InMemoryBudgetStore.Stored> stored(String userId) {
    return dynamoDb
        .query(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("userId = :userId")
                    .expressionAttributeValues(Map.of(":userId", Item.s(userId))))
        .items()
        .stream()
        .map(
            item ->
                new InMemoryBudgetStore.Stored(
                    BudgetItem.read(item, List.of(80, 100)), item.containsKey("levels")))
        .collect(Collectors.toMap(stored -> key(stored.budget()), stored -> stored));
  }

  private static String key(Budget budget) {
    return budget.key();
  }
}
