package outlay.totals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/**
 * Statements of PartiQL that write the totals of a day, if it is still at the revision that they
 * rest on: the same item under the same condition as a put of DynamoDB's own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.insert.html">INSERT</a>
 *     takes no item that is there already
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.update.html">UPDATE</a>
 *     of an item that is not as its WHERE says fails
 */
final class DynamoTotalsStatement {
  private DynamoTotalsStatement() {}

  static BatchStatementRequest put(String table, DayStore.Next next, Instant countedAt) {
    UserDay day = next.day();
    Map<String, AttributeValue> key = TotalsItem.key(day.userId(), day.day());
    Map<String, AttributeValue> item =
        TotalsItem.of(day.userId(), day.day(), next.revision() + 1, next.totals(), countedAt);
    return next.revision() == DayStore.NONE
        ? insert(table, item)
        : update(table, item, key, next.revision());
  }

  private static BatchStatementRequest insert(String table, Map<String, AttributeValue> item) {
    String names =
        item.keySet().stream().map(name -> "'" + name + "': ?").collect(Collectors.joining(", "));
    return statement(
        "INSERT INTO \"" + table + "\" VALUE {" + names + "}", List.copyOf(item.values()));
  }

  private static BatchStatementRequest update(
      String table,
      Map<String, AttributeValue> item,
      Map<String, AttributeValue> key,
      long revision) {
    StringBuilder text = new StringBuilder("UPDATE \"" + table + "\"");
    List<AttributeValue> values = new ArrayList<>();
    item.forEach(
        (name, value) -> {
          if (!key.containsKey(name)) {
            text.append(" SET \"").append(name).append("\" = ?");
            values.add(value);
          }
        });
    text.append(" WHERE \"revision\" = ?");
    values.add(Item.n(revision));
    key.forEach(
        (name, value) -> {
          text.append(" AND \"").append(name).append("\" = ?");
          values.add(value);
        });
    return statement(text.toString(), values);
  }

  private static BatchStatementRequest statement(String text, List<AttributeValue> values) {
    return BatchStatementRequest.builder().statement(text).parameters(values).build();
  }
}
