package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import outlay.jobs.runs.DynamoScan;
import outlay.model.DayTotals;
import outlay.store.CorruptItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Days in the table {@code totals}, read strongly consistent: one query a user. */
final class DynamoMonthTotals implements MonthTotals {
  /** How many days are read at once: as many users may be asked about before the time is. */
  private static final int MAX_SCANNED = 1000;

  private static final Map<String, String> DATE_NAME = Map.of("#date", "date");

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoMonthTotals(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Page users(YearMonth month, int segment, int segments, Optional<String> cursor) {
    DynamoScan.Page page =
        new DynamoScan(
                dynamoDb,
                table,
                scan ->
                    scan.limit(MAX_SCANNED)
                        .filterExpression("#date BETWEEN :first AND :last")
                        .projectionExpression("userId, currencies")
                        .expressionAttributeNames(DATE_NAME)
                        .expressionAttributeValues(daysOf(month)))
            .page(segment, segments, cursor);
    Set<String> users = new TreeSet<>();
    for (Map<String, AttributeValue> item : page.items()) {
      if (!read(item).equals(Optional.of(DayTotals.NONE))) {
        users.add(new Item(item).text("userId"));
      }
    }
    return new Page(users, page.next());
  }

  @Override
  public Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month) {
    Map<String, AttributeValue> values = daysOf(month);
    values.put(":userId", Item.s(userId));
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("userId = :userId AND #date BETWEEN :first AND :last")
            .expressionAttributeNames(DATE_NAME)
            .expressionAttributeValues(values)
            .build();
    Map<LocalDate, Optional<DayTotals>> days = new HashMap<>();
    dynamoDb
        .queryPaginator(query)
        .items()
        .forEach(item -> days.put(new Item(item).date("date"), read(item)));
    return days;
  }

  private static Map<String, AttributeValue> daysOf(YearMonth month) {
    return new HashMap<>(
        Map.of(
            ":first", Item.s(month.atDay(1).toString()),
            ":last", Item.s(month.atEndOfMonth().toString())));
  }

  private static Optional<DayTotals> read(Map<String, AttributeValue> item) {
    try {
      return Optional.of(TotalsItem.read(item));
    } catch (CorruptItem unreadable) {
      return Optional.empty(); // It differs from whatever the rows say, and is reported as such.
    }
  }
}
