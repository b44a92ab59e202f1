package outlay.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;

/**
 * Reads what many users have in a table by one strongly consistent call, where a query each would
 * take as many calls. What is read, and what it costs in units, is the same.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html">PartiQL's
 *     SELECT: with the partition key, by equality or IN, it scans nothing</a>
 */
public final class ManyUsers {
  /**
   * How many users one call may name.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-operators.html">PartiQL's
   *     operators</a>
   */
  public static final int MOST = 50;

  private final DynamoDbClient dynamo;

  public ManyUsers(DynamoDbClient dynamo) {
    this.dynamo = dynamo;
  }

  /**
   * The items of these users, whole.
   *
   * @param table a table whose partition key is the user
   * @param userIds 1 to {@link #MOST}
   */
  public List<Map<String, AttributeValue>> items(String table, Collection<String> userIds) {
    return select("\"" + table + "\"", userIds, "", List.of());
  }

  /**
   * Those of their items whose attribute {@code date} is in this range, both ends included.
   *
   * @param index an index of the table with the range key {@code date}; null if the table itself
   *     has it
   */
  public List<Map<String, AttributeValue>> items(
      String table, @Nullable String index, Collection<String> userIds, String first, String last) {
    String from = "\"" + table + "\"" + (index == null ? "" : ".\"" + index + "\"");
    return first.equals(last)
        ? select(from, userIds, " AND \"date\" = ?", List.of(Item.s(first)))
        : select(
            from, userIds, " AND \"date\" BETWEEN ? AND ?", List.of(Item.s(first), Item.s(last)));
  }

  private List<Map<String, AttributeValue>> select(
      String from, Collection<String> userIds, String and, List<AttributeValue> values) {
    if (userIds.isEmpty() || userIds.size() > MOST) {
      throw new IllegalArgumentException("a call may name 1 to " + MOST + " users");
    }
    String marks = String.join(", ", Collections.nCopies(userIds.size(), "?"));
    List<AttributeValue> parameters = new ArrayList<>();
    userIds.forEach(userId -> parameters.add(Item.s(userId)));
    parameters.addAll(values);
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    @Nullable String next = null;
    do {
      String token = next;
      ExecuteStatementResponse page =
          dynamo.executeStatement(
              execute ->
                  execute
                      .statement(
                          "SELECT * FROM " + from + " WHERE \"userId\" IN (" + marks + ")" + and)
                      .parameters(parameters)
                      .consistentRead(true)
                      .nextToken(token));
      items.addAll(page.items());
      next = page.nextToken();
    } while (next != null);
    return items;
  }
}
