package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What finding users who have totals and no rows asks of DynamoDB. */
@ExtendWith(DynamoDbLocalExtension.class)
class DynamoTotalsWithoutRowsIT {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");
  private static final Money FIVE = Money.of(new BigDecimal(5), Currency.of("INR"));
  private static final DayTotals COUNTED =
      DayTotals.of(List.of(new DayEntry(ExpenseType.EXPENSE, "Food", FIVE, false)));

  private final DynamoDbClient client;

  DynamoTotalsWithoutRowsIT(DynamoDbClient client) {
    this.client = client;
  }

  @Test
  void users_areThoseOfWhomSomethingWasCountedInTheMonth() {
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
    Set<String> users = new TreeSet<>();
    for (int segment = 0; segment < 3; segment++) {
      MonthTotals.Page page = totals.users(ReportFixtures.JANUARY, segment, 3, Optional.empty());
      assertThat(page.next()).isEmpty();
      users.addAll(page.users());
    }

    assertThat(users).hasSize(21).contains("user0", "user19", "unreadable");
  }

  @Test
  void hasRows_ifAnExpenseOfTheMonthCountsAndCanBeRead() {
    String table = TestTables.expenses(client);
    for (int i = 0; i < 30; i++) {
      put(table, ExpenseItem.of(expense("late", "e" + i, "2026-01-01").deleted(NOON)));
    }
    put(table, ExpenseItem.of(expense("late", "e30", "2026-01-31")));
    put(table, ExpenseItem.of(expense("deleted", "e1", "2026-01-05").deleted(NOON)));
    put(table, ExpenseItem.of(expense("before", "e1", "2025-12-31")));
    put(table, ExpenseItem.of(expense("after", "e1", "2026-02-01")));
    Map<String, AttributeValue> poison =
        new HashMap<>(ExpenseItem.of(expense("poison", "e1", "2026-01-05")));
    poison.put("amount", Item.s("a lot"));
    put(table, poison);

    DynamoRowScan scan = new DynamoRowScan(client, table);

    assertThat(List.of("late", "deleted", "before", "after", "poison", "nobody"))
        .filteredOn(user -> scan.hasRows(user, ReportFixtures.JANUARY))
        .containsExactly("late");
  }

  private void put(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private static Map<String, AttributeValue> totals(String userId, String date, DayTotals day) {
    return TotalsItem.of(userId, LocalDate.parse(date), 1, day, NOON);
  }

  private static Expense expense(String userId, String id, String date) {
    return Expense.recorded(
        userId,
        id,
        new ExpenseContent(ExpenseType.EXPENSE, LocalDate.parse(date), "Food", FIVE, ""),
        NOON);
  }
}
