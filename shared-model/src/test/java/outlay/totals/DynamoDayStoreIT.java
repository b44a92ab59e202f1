package outlay.totals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.store.Backoff;
import outlay.store.CorruptItem;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoDayStoreIT extends DayStoreContract {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00Z");

  private final DynamoDbClient client;
  private final String expenses;
  private final String totals;

  DynamoDayStoreIT(DynamoDbClient client) {
    this.client = client;
    this.expenses = TestTables.expenses(client);
    this.totals = TestTables.totals(client);
  }

  @Override
  protected DayStore store() {
    return new DynamoDayStore(client, expenses, totals);
  }

  @Override
  protected void record(UserDay day, DayEntry entry) {
    Expense expense =
        Expense.recorded(
            day.userId(),
            UUID.randomUUID().toString(),
            new ExpenseContent(entry.type(), day.day(), entry.category(), entry.money(), ""),
            NOON);
    put(ExpenseItem.of(entry.deleted() ? expense.deleted(NOON) : expense));
  }

  @Override
  protected DayTotals written(UserDay day) {
    return TotalsItem.read(
        client
            .getItem(get -> get.tableName(totals).key(TotalsItem.key(day.userId(), day.day())))
            .item());
  }

  @Test
  void entries_ofMoreThanAPage_areAll() {
    UserDay day = new UserDay("busy", LocalDate.of(2026, 1, 22));
    Map<String, AttributeValue> item =
        ExpenseItem.of(
            Expense.recorded(
                "busy",
                "e",
                new ExpenseContent(
                    LUNCH.type(), day.day(), LUNCH.category(), LUNCH.money(), "x".repeat(1000)),
                NOON));
    item.put("padding", Item.s("x".repeat(150_000))); // A page ends at a megabyte.
    for (int i = 0; i < 12; i++) {
      item.put("expenseId", Item.s("e" + i));
      put(item);
    }

    assertThat(store().entries(day)).hasSize(12);
  }

  @Test
  void entries_withOneThatCannotBeCounted_areCorrupt() {
    UserDay day = new UserDay("mallory", LocalDate.of(2026, 1, 22));
    Map<String, AttributeValue> item = ExpenseItem.key("mallory", "e");
    item.put("date", Item.s("2026-01-22"));
    item.put("amount", Item.s("a lot"));
    put(item);

    assertThatThrownBy(() -> store().entries(day)).isInstanceOf(CorruptItem.class);
  }

  @Test
  void readTogether_leavesOutDaysThatCannotBeCounted_orHaveADateToThemselves() {
    LocalDate date = LocalDate.of(2026, 1, 22);
    UserDay mallorys = new UserDay("mallory", date);
    Map<String, AttributeValue> item = ExpenseItem.key("mallory", "e");
    item.put("date", Item.s("2026-01-22"));
    item.put("amount", Item.s("a lot"));
    put(item);
    UserDay anns = new UserDay("ann", date);
    UserDay bobsNext = new UserDay("bob", date.plusDays(1));
    record(anns, LUNCH);
    record(bobsNext, LUNCH);

    assertThat(store().readTogether(List.of(mallorys, anns, bobsNext))).containsOnlyKeys(anns);
    assertThat(store().readTogether(List.of(anns, bobsNext))).isEmpty();
  }

  @Test
  void countTogether_writesTheSameItemAsCount() {
    UserDay byItself = new UserDay("ann", LocalDate.of(2026, 2, 1));
    List<UserDay> together =
        List.of(new UserDay("bob", byItself.day()), new UserDay("carol", byItself.day()));
    DayCounter counter =
        new DayCounter(
            store(),
            Clock.fixed(NOON, ZoneOffset.UTC),
            Backoff.of(Duration.ofMillis(1), Duration.ofMillis(1)));
    for (int round = 0; round < 2; round++) { // An INSERT, and an UPDATE.
      record(byItself, LUNCH);
      together.forEach(day -> record(day, LUNCH));
      counter.count(byItself);
      assertThat(counter.countTogether(together).written())
          .containsExactlyInAnyOrderElementsOf(together);

      Map<String, AttributeValue> expected = item(byItself);
      for (UserDay day : together) {
        expected.put("userId", Item.s(day.userId()));
        assertThat(item(day)).isEqualTo(expected);
      }
    }
  }

  private Map<String, AttributeValue> item(UserDay day) {
    return new HashMap<>(
        client
            .getItem(
                get ->
                    get.tableName(totals)
                        .consistentRead(true)
                        .key(TotalsItem.key(day.userId(), day.day())))
            .item());
  }

  @Test
  void count_twice_isWhatTheDayComesTo() {
    UserDay day = new UserDay("ann", LocalDate.of(2026, 2, 1));
    record(day, LUNCH);
    DayCounter counter =
        new DayCounter(
            store(), Clock.systemUTC(), Backoff.of(Duration.ofMillis(1), Duration.ofMillis(1)));
    counter.count(day);
    record(day, LUNCH);

    assertThat(counter.count(day)).isZero();

    assertThat(written(day)).isEqualTo(DayTotals.of(List.of(LUNCH, LUNCH)));
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(expenses).item(item));
  }
}
