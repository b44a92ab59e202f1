package outlay.ingest;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Expenses in DynamoDB: one conditional write a change, no read. A condition that fails returns the
 * item, which tells why it failed, and also whether it failed because an earlier attempt of the
 * same call, whose answer was lost, was applied.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html">
 *     Condition expressions</a>
 */
final class DynamoExpenseStore implements ExpenseStore {
  private static final int INTERNAL_SERVER_ERROR = 500;

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoExpenseStore(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Recorded record(Expense expense) {
    return call(
        () -> {
          try {
            dynamoDb.putItem(
                put ->
                    put.tableName(table)
                        .item(ExpenseItem.of(expense))
                        .conditionExpression("attribute_not_exists(userId)")
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new Recorded(expense, true);
          } catch (ConditionalCheckFailedException exists) {
            Expense stored = ExpenseItem.read(exists.item());
            return new Recorded(stored, stored.equals(expense));
          }
        });
  }

  @Override
  public Expense edit(
      String userId,
      String expenseId,
      ExpenseContent content,
      OptionalLong expectedVersion,
      Instant now) {
    Change change =
        new Change(
            "SET #type = :type, #date = :date, category = :category, amount = :amount,"
                + " currency = :currency, description = :description,"
                + " updatedAt = :now, version = version + :one",
            "attribute_not_exists(deletedAt)",
            now,
            expectedVersion);
    change.names.putAll(Map.of("#type", "type", "#date", "date"));
    ExpenseItem.ofContent(content).forEach((name, value) -> change.values.put(":" + name, value));
    return apply(
        change,
        userId,
        expenseId,
        stored -> {
          if (stored.updatedAt().equals(now) && stored.content().equals(content)) {
            return stored; // Applied by an attempt whose answer was lost.
          }
          throw stored.isDeleted() ? Refusals.deleted() : Refusals.versionMismatch();
        });
  }

  @Override
  public Expense delete(
      String userId, String expenseId, OptionalLong expectedVersion, Instant now) {
    Change change =
        new Change(
            "SET deletedAt = :now, expiresAt = :expiresAt, updatedAt = :now, version = version + :one",
            "attribute_not_exists(deletedAt)",
            now,
            expectedVersion);
    change.values.put(":expiresAt", ExpenseItem.expiresAt(now));
    return apply(change, userId, expenseId, stored -> unlessChanged(stored, stored.isDeleted()));
  }

  @Override
  public Expense restore(
      String userId, String expenseId, OptionalLong expectedVersion, Instant now) {
    Change change =
        new Change(
            "SET updatedAt = :now, version = version + :one REMOVE deletedAt, expiresAt",
            "attribute_exists(deletedAt)",
            now,
            expectedVersion);
    return apply(change, userId, expenseId, stored -> unlessChanged(stored, !stored.isDeleted()));
  }

  private static Expense unlessChanged(Expense stored, boolean isAsWanted) {
    if (isAsWanted) {
      return stored;
    }
    throw Refusals.versionMismatch();
  }

  /**
   * An update of an existing expense, unless it was changed at the same moment or later: an attempt
   * that was given up may be applied long after it, and must not undo what was answered meanwhile.
   */
  private static final class Change {
    final String update;
    final String condition;
    final Map<String, String> names = new HashMap<>();
    final Map<String, AttributeValue> values = new HashMap<>();

    Change(String update, String condition, Instant now, OptionalLong expectedVersion) {
      this.update = update;
      this.condition =
          "attribute_exists(userId) AND updatedAt < :now AND "
              + condition
              + (expectedVersion.isPresent() ? " AND version = :expected" : "");
      values.put(":now", Item.moment(now));
      values.put(":one", Item.n(1));
      expectedVersion.ifPresent(version -> values.put(":expected", Item.n(version)));
    }
  }

  /** What to answer when the condition fails on this expense. */
  @FunctionalInterface
  private interface Otherwise {
    Expense answer(Expense stored);
  }

  private Expense apply(Change change, String userId, String expenseId, Otherwise otherwise) {
    return call(
        () -> {
          try {
            return ExpenseItem.read(
                dynamoDb
                    .updateItem(
                        update ->
                            update
                                .tableName(table)
                                .key(ExpenseItem.key(userId, expenseId))
                                .updateExpression(change.update)
                                .conditionExpression(change.condition)
                                .expressionAttributeNames(
                                    change.names.isEmpty() ? null : change.names)
                                .expressionAttributeValues(change.values)
                                .returnValues(ReturnValue.ALL_NEW)
                                .returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes());
          } catch (ConditionalCheckFailedException failed) {
            if (!failed.hasItem()) {
              throw Refusals.notFound();
            }
            return otherwise.answer(ExpenseItem.read(failed.item()));
          }
        });
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException failed) {
      if (failed.isThrottlingException()) {
        throw new Refusal(
            Reason.THROTTLED, "Too much is written at once; try again with the same key.", failed);
      }
      if (failed.statusCode() >= INTERNAL_SERVER_ERROR) {
        throw unavailable(failed);
      }
      throw failed;
    } catch (SdkClientException timedOutOrNotConnected) {
      throw unavailable(timedOutOrNotConnected);
    }
  }

  private static Refusal unavailable(RuntimeException cause) {
    return new Refusal(
        Reason.UNAVAILABLE,
        "The store did not answer in time; try again with the same key.",
        cause);
  }
}
