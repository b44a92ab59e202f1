package outlay.alerts;

import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.model.Alert;
import outlay.model.Notice;
import outlay.store.AlertItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Alerts in the table {@code alerts}; {@link AlertItem} draws an item. */
public final class DynamoAlertLog implements AlertLog {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoAlertLog.class);

  private final DynamoDbClient dynamo;
  private final String table;

  public DynamoAlertLog(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  @Override
  public Claim claim(Notice notice, Lease lease, Instant now) {
    try {
      dynamo.putItem(
          put ->
              put.tableName(table)
                  .item(AlertItem.pending(notice, now, lease.token(), lease.until()))
                  .conditionExpression(
                      "attribute_not_exists(userId) OR (#state = :pending AND leaseUntil < :now)")
                  .expressionAttributeNames(Map.of("#state", "state"))
                  .expressionAttributeValues(
                      Map.of(
                          ":pending", Item.s(AlertItem.PENDING),
                          ":now", Item.n(now.toEpochMilli())))
                  .returnValuesOnConditionCheckFailure(
                      ReturnValuesOnConditionCheckFailure.ALL_OLD));
      return Claim.OURS;
    } catch (ConditionalCheckFailedException there) {
      if (AlertItem.isSent(there.item())) {
        return Claim.SENT;
      }
      // Ours, if the answer to an earlier attempt was lost.
      return Item.s(lease.token()).equals(there.item().get("lease")) ? Claim.OURS : Claim.THEIRS;
    }
  }

  @Override
  public void sent(Alert alert, String token, String messageId, Instant now) {
    update(
        alert,
        "SET #state = :sent, sentAt = :now, messageId = :messageId REMOVE lease, leaseUntil",
        Map.of("#state", "state"),
        Map.of(
            ":sent", Item.s(AlertItem.SENT),
            ":now", Item.s(now.toString()),
            ":messageId", Item.s(messageId),
            ":token", Item.s(token)));
  }

  @Override
  public void release(Alert alert, String token) {
    update(
        alert,
        "SET leaseUntil = :now",
        Map.of(),
        Map.of(":now", Item.n(0), ":token", Item.s(token)));
  }

  private void update(
      Alert alert, String change, Map<String, String> names, Map<String, AttributeValue> values) {
    try {
      dynamo.updateItem(
          update -> {
            update
                .tableName(table)
                .key(AlertItem.key(alert.userId(), alert.id()))
                .updateExpression(change)
                .conditionExpression("lease = :token")
                .expressionAttributeValues(values);
            if (!names.isEmpty()) {
              update.expressionAttributeNames(names);
            }
          });
    } catch (ConditionalCheckFailedException noLongerOurs) {
      // Marked by an earlier attempt whose answer was lost, or taken up by another: theirs to mark.
      LOG.atWarn().addKeyValue("user_id", alert.userId()).log("alert_lease_was_over");
    }
  }
}
