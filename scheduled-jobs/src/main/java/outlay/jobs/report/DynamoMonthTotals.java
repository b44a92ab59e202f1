package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.jobs.digest.DayDigest;
import outlay.jobs.runs.DynamoScan;
import outlay.model.DayTotals;
import outlay.store.CorruptItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Days in the table {@code totals}, read strongly consistent. */
final class DynamoMonthTotals implements MonthTotals {
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
                    scan.filterExpression("#date BETWEEN :first AND :last")
                        .projectionExpression("userId, #date, currencies")
                        .expressionAttributeNames(DATE_NAME)
                        .expressionAttributeValues(daysOf(month)))
            .page(segment, segments, cursor);
    Map<String, CountedUser> users = new LinkedHashMap<>();
    for (Map<String, AttributeValue> attributes : page.items()) {
      Item item = new Item(attributes);
      CountedUser day =
          new CountedUser(
              item.text("userId"),
              read(attributes).map(totals -> DayDigest.NONE.plus(item.text("date"), totals)));
      users.merge(day.userId(), day, CountedUser::plus);
    }
    return new Page(List.copyOf(users.values()), page.next());
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
