package outlay.settings;

import java.time.Instant;
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
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Budgets in DynamoDB. A change is one write; a new one is counted before it is written. What an
 * attempt writes that was given up, and is applied late, is turned down if another was set after
 * it.
 */
final class DynamoBudgetStore implements BudgetStore {
  private static final String NONE_LATER = "(attribute_not_exists(updatedAt) OR updatedAt <= :now)";

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoBudgetStore(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public boolean put(String userId, Budget budget, boolean ownLevels, Instant now) {
    Map<String, AttributeValue> item = BudgetItem.of(userId, budget, ownLevels, now);
    return AwsCalls.call(() -> !replace(item, now) && create(userId, item, now));
  }

  /** Whether there is one: this now, or a later one. */
  private boolean replace(Map<String, AttributeValue> item, Instant now) {
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(item)
                  .conditionExpression("attribute_exists(userId) AND " + NONE_LATER)
                  .expressionAttributeValues(at(now))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return true;
    } catch (ConditionalCheckFailedException absentOrLater) {
      return absentOrLater.hasItem();
    }
  }

  private boolean create(String userId, Map<String, AttributeValue> item, Instant now) {
    if (count(userId) >= MAX_BUDGETS) {
      throw new Refusal(
          Reason.TOO_MANY_BUDGETS, "You have " + MAX_BUDGETS + " budgets; delete one first.");
    }
    try {
      return !dynamoDb
          .putItem(
              put ->
                  put.tableName(table)
                      .item(item)
                      .conditionExpression(NONE_LATER)
                      .expressionAttributeValues(at(now))
                      .returnValues(ReturnValue.ALL_OLD))
          .hasAttributes();
    } catch (ConditionalCheckFailedException later) {
      return false;
    }
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
  public void delete(String userId, String budgetKey, Instant now) {
    AwsCalls.call(() -> remove(userId, budgetKey, now));
  }

  /** Whether it is gone; else a later one is there. */
  private boolean remove(String userId, String budgetKey, Instant now) {
    try {
      dynamoDb.deleteItem(
          delete ->
              delete
                  .tableName(table)
                  .key(BudgetItem.key(userId, budgetKey))
                  .conditionExpression(NONE_LATER)
                  .expressionAttributeValues(at(now)));
      return true;
    } catch (ConditionalCheckFailedException later) {
      return false;
    }
  }

  private static Map<String, AttributeValue> at(Instant now) {
    return Map.of(":now", Item.moment(now));
  }
}
