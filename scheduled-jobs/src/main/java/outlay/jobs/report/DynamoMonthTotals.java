package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import outlay.model.DayTotals;
import outlay.store.CorruptItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Days in the table {@code totals}: one strongly consistent query a user. */
final class DynamoMonthTotals implements MonthTotals {
  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoMonthTotals(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("userId = :userId AND #date BETWEEN :first AND :last")
            .expressionAttributeNames(Map.of("#date", "date"))
            .expressionAttributeValues(
                Map.of(
                    ":userId", Item.s(userId),
                    ":first", Item.s(month.atDay(1).toString()),
                    ":last", Item.s(month.atEndOfMonth().toString())))
            .build();
    Map<LocalDate, Optional<DayTotals>> days = new HashMap<>();
    dynamoDb
        .queryPaginator(query)
        .items()
        .forEach(item -> days.put(new Item(item).date("date"), read(item)));
    return days;
  }

  private static Optional<DayTotals> read(Map<String, AttributeValue> item) {
    try {
      return Optional.of(TotalsItem.read(item));
    } catch (CorruptItem unreadable) {
      return Optional.empty(); // It differs from whatever the rows say, and is reported as such.
    }
  }
}
