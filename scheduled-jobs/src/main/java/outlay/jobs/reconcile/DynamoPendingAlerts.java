package outlay.jobs.reconcile;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.jobs.runs.DynamoScan;
import outlay.model.Notice;
import outlay.store.AlertItem;
import outlay.store.CorruptItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Alerts in the table {@code alerts} that were begun, and that nobody is about to tell any more.
 */
final class DynamoPendingAlerts {
  /** How many items are looked at before the time is. */
  private static final int MAX_ITEMS = 500;

  private static final String ABANDONED = "#state = :pending AND leaseUntil < :now";
  private static final Map<String, String> STATE_NAME = Map.of("#state", "state");

  private final DynamoDbClient dynamo;
  private final String table;

  DynamoPendingAlerts(DynamoDbClient dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  /**
   * An alert.
   *
   * @param notice what to tell; empty if it cannot be read
   */
  record Pending(String userId, String alertId, Optional<Notice> notice) {}

  /**
   * Some of them.
   *
   * @param next where the next page begins; empty after the last one
   */
  record Page(List<Pending> alerts, Optional<String> next) {}

  /**
   * A page of a segment.
   *
   * @param from where the page before ended
   */
  Page page(int segment, int segments, Instant now, Optional<String> from) {
    DynamoScan.Page page =
        new DynamoScan(
                dynamo,
                table,
                scan ->
                    scan.limit(MAX_ITEMS)
                        .filterExpression(ABANDONED)
                        .expressionAttributeNames(STATE_NAME)
                        .expressionAttributeValues(before(now)))
            .page(segment, segments, from);
    return new Page(pending(page.items()), page.next());
  }

  /** A page of one user's. */
  Page pageOf(String userId, Instant now, Optional<String> from) {
    Map<String, AttributeValue> values = before(now);
    values.put(":userId", Item.s(userId));
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .limit(MAX_ITEMS)
            .keyConditionExpression("userId = :userId")
            .filterExpression(ABANDONED)
            .expressionAttributeNames(STATE_NAME)
            .expressionAttributeValues(values);
    from.ifPresent(alertId -> query.exclusiveStartKey(AlertItem.key(userId, alertId)));
    QueryResponse page = dynamo.query(query.build());
    return new Page(
        pending(page.items()),
        page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty()
            ? Optional.of(new Item(page.lastEvaluatedKey()).text("alert"))
            : Optional.empty());
  }

  private static Map<String, AttributeValue> before(Instant now) {
    return new HashMap<>(
        Map.of(":pending", Item.s(AlertItem.PENDING), ":now", Item.n(now.toEpochMilli())));
  }

  private static List<Pending> pending(List<Map<String, AttributeValue>> items) {
    return items.stream()
        .map(
            attributes -> {
              Item item = new Item(attributes);
              return new Pending(item.text("userId"), item.text("alert"), notice(attributes));
            })
        .toList();
  }

  private static Optional<Notice> notice(Map<String, AttributeValue> attributes) {
    try {
      return Optional.of(AlertItem.read(attributes));
    } catch (CorruptItem corrupt) {
      return Optional.empty(); // Reported by whoever wanted to tell it.
    }
  }
}
