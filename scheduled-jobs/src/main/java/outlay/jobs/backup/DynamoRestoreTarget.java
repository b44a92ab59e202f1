package outlay.jobs.backup;

import java.util.Map;
import outlay.model.Expense;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** The table {@code expenses}: its stream tells Totals what came back. */
final class DynamoRestoreTarget implements RestoreTarget {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoRestoreTarget(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Effect restore(Expense expense) {
    try {
      Map<String, AttributeValue> before =
          dynamoDb
              .putItem(
                  put ->
                      put.tableName(table)
                          .item(ExpenseItem.of(expense))
                          .conditionExpression(
                              "attribute_not_exists(userId) OR #version < :version")
                          .expressionAttributeNames(Map.of("#version", "version"))
                          .expressionAttributeValues(Map.of(":version", Item.n(expense.version())))
                          .returnValues(ReturnValue.ALL_OLD))
              .attributes();
      return before.isEmpty() ? Effect.ADDED : Effect.REPLACED;
    } catch (ConditionalCheckFailedException sameOrLater) {
      return Effect.KEPT;
    }
  }

  @Override
  public Effect preview(Expense expense) {
    Map<String, AttributeValue> there =
        dynamoDb
            .getItem(
                get ->
                    get.tableName(table)
                        .key(ExpenseItem.key(expense.userId(), expense.expenseId()))
                        .consistentRead(true)
                        .projectionExpression("#version")
                        .expressionAttributeNames(Map.of("#version", "version")))
            .item();
    if (there.isEmpty()) {
      return Effect.ADDED;
    }
    return new Item(there).number("version") < expense.version() ? Effect.REPLACED : Effect.KEPT;
  }
}
