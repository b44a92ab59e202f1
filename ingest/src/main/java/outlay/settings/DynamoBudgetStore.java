package outlay.settings;

import java.util.Map;
import outlay.model.Budget;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.AwsCalls;
import outlay.store.BudgetItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Budgets in DynamoDB. A change is one write; a new one is counted before it is written. Writing
 * what is there already makes no stream record, so nobody is alerted again.
 */
final class DynamoBudgetStore implements BudgetStore {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoBudgetStore(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public boolean put(String userId, Budget budget, boolean ownLevels) {
    Map<String, AttributeValue> item = BudgetItem.of(userId, budget, ownLevels);
    return AwsCalls.call(() -> !replace(item) && create(userId, item));
  }

  private boolean replace(Map<String, AttributeValue> item) {
    try {
      dynamoDb.putItem(
          put -> put.tableName(table).item(item).conditionExpression("attribute_exists(userId)"));
      return true;
    } catch (ConditionalCheckFailedException absent) {
      return false;
    }
  }

  private boolean create(String userId, Map<String, AttributeValue> item) {
    if (count(userId) >= MAX_BUDGETS) {
      throw new Refusal(
          Reason.TOO_MANY_BUDGETS, "You have " + MAX_BUDGETS + " budgets; delete one first.");
    }
    return !dynamoDb
        .putItem(put -> put.tableName(table).item(item).returnValues(ReturnValue.ALL_OLD))
        .hasAttributes();
  }

  /** Far below a megabyte, so in one call. */
  private int count(String userId) {
    return dynamoDb
        .query(
            query ->
                query
                    .tableName(table)
                    .select(Select.COUNT)
                    .limit(MAX_BUDGETS)
                    .keyConditionExpression("userId = :userId")
                    .expressionAttributeValues(Map.of(":userId", Item.s(userId))))
        .count();
  }

  @Override
  public void delete(String userId, String budgetKey) {
    AwsCalls.call(
        () ->
            dynamoDb.deleteItem(
                delete -> delete.tableName(table).key(BudgetItem.key(userId, budgetKey))));
  }
}
