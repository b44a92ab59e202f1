package outlay.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Budget;
import outlay.model.DayTotals;
import outlay.model.Notice;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.Item;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import outlay.totals.UserDay;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoSpendingStateIT extends SpendingStateContract {
  private final DynamoDbClient client;
  private final DynamoSpendingState.Tables tables;

  DynamoSpendingStateIT(DynamoDbClient client) {
    this.client = client;
    this.tables =
        new DynamoSpendingState.Tables(
            TestTables.budgets(client), TestTables.totals(client), TestTables.alerts(client));
  }

  @Override
  SpendingState state() {
    return new DynamoSpendingState(client, tables, List.of(80, 100));
  }

  @Override
  void setBudget(String userId, Budget budget) {
    putBudget(userId, budget.key(), Item.n(budget.limit().toDecimal()));
  }

  @Override
  void setTotals(UserDay day, DayTotals totals) {
    put(tables.totals(), TotalsItem.of(day.userId(), day.day(), 1, totals, Instant.EPOCH));
  }

  @Override
  void setAlert(Notice notice, boolean sent) {
    DynamoAlertLog log = new DynamoAlertLog(client, tables.alerts());
    log.claim(notice, new AlertLog.Lease("a", Instant.EPOCH), Instant.EPOCH);
    if (sent) {
      log.sent(notice.alert(), "a", "m", Instant.EPOCH);
    }
  }

  @Test
  void budgets_thatCannotBeRead_areTold_besideTheOthers() {
    setBudget("ann", AlertFixtures.FOOD);
    putBudget("ann", "INR", Item.s("a lot"));
    putBudget("ann", "XXX", Item.n(1));

    SpendingState.OwnBudgets budgets = state().budgets("ann");

    assertThat(budgets.readable()).containsExactly(AlertFixtures.FOOD);
    assertThat(budgets.unreadable()).hasSize(2);
  }

  private void putBudget(String userId, String budget, AttributeValue limit) {
    Map<String, AttributeValue> item = new HashMap<>(Item.with("userId", userId, "budget", budget));
    item.put("limit", limit);
    put(tables.budgets(), item);
  }

  private void put(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }
}
