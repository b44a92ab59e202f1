package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.jobs.digest.DayDigest;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.Item;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What comparing rows with totals asks of DynamoDB. */
@ExtendWith(DynamoDbLocalExtension.class)
class DynamoMonthTotalsIT {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");
  private static final Money FIVE = Money.of(new BigDecimal(5), Currency.of("INR"));
  private static final DayTotals COUNTED =
      DayTotals.of(List.of(new DayEntry(ExpenseType.EXPENSE, "Food", FIVE, false)));

  private final DynamoDbClient client;

  DynamoMonthTotalsIT(DynamoDbClient client) {
    this.client = client;
  }

  @Test
  void users_areWhatTheirDaysOfTheMonthComeTo() {
    String table = TestTables.totals(client);
    for (int i = 0; i < 20; i++) {
      put(table, totals("user" + i, "2026-01-01", COUNTED));
      put(table, totals("user" + i, "2026-01-31", COUNTED));
    }
    put(table, totals("before", "2025-12-31", COUNTED));
    put(table, totals("after", "2026-02-01", COUNTED));
    put(table, totals("nothing", "2026-01-05", DayTotals.NONE));
    put(table, Item.with("userId", "unreadable", "date", "2026-01-05"));

    DynamoMonthTotals totals = new DynamoMonthTotals(client, table);
    Map<String, Optional<DayDigest>> users = new TreeMap<>();
    for (int segment = 0; segment < 3; segment++) {
      MonthTotals.Page page = totals.users(ReportFixtures.JANUARY, segment, 3, Optional.empty());
      assertThat(page.next()).isEmpty();
      page.users().forEach(user -> users.put(user.userId(), user.counted()));
    }

    DayDigest both = DayDigest.NONE.plus("2026-01-01", COUNTED).plus("2026-01-31", COUNTED);
    assertThat(users)
        .hasSize(22)
        .containsEntry("user0", Optional.of(both))
        .containsEntry("user19", Optional.of(both))
        .containsEntry("nothing", Optional.of(new DayDigest(0, 1)))
        .containsEntry("unreadable", Optional.empty());
  }

  private void put(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private static Map<String, AttributeValue> totals(String userId, String date, DayTotals day) {
    return TotalsItem.of(userId, LocalDate.parse(date), 1, day, NOON);
  }
}
