package outlay.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.Budget;
import outlay.store.AwsCalls;
import outlay.store.BudgetItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Budgets in DynamoDB, read strongly consistent. A user has a few hundred at most. */
final class DynamoBudgetReader implements BudgetReader {
  private final DynamoDbClient dynamoDb;
  private final String table;
  private final List<Integer> defaultLevels;

  /**
   * @param defaultLevels the alert levels of a budget that names none
   */
  DynamoBudgetReader(DynamoDbClient dynamoDb, String table, List<Integer> defaultLevels) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.defaultLevels = List.copyOf(defaultLevels);
  }

  @Override
  public List<Budget> own(String userId) {
    return AwsCalls.call(
        () ->
            dynamoDb
                .queryPaginator(
                    query ->
                        query
                            .tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("userId = :userId")
                            .expressionAttributeValues(Map.of(":userId", Item.s(userId))))
                .items()
                .stream()
                .map(this::read)
                .toList());
  }

  @Override
  public Optional<Budget> find(String userId, String budgetKey) {
    Map<String, AttributeValue> item =
        AwsCalls.call(
                () ->
                    dynamoDb.getItem(
                        get ->
                            get.tableName(table)
                                .key(BudgetItem.key(userId, budgetKey))
                                .consistentRead(true)))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(read(item));
  }

  private Budget read(Map<String, AttributeValue> item) {
    return BudgetItem.read(item, defaultLevels);
  }
}
