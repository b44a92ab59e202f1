package outlay.alerts;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import outlay.model.Budget;
import outlay.model.DayTotals;
import outlay.model.MonthSpending;
import outlay.totals.UserDay;

/** State for tests; the alerts are those of a log. Not for several threads at once. */
public final class InMemorySpendingState implements SpendingState {
  private final Map<String, List<Budget>> budgets = new HashMap<>();
  public final Map<UserDay, DayTotals> totals = new HashMap<>();
  private final InMemoryAlertLog log;

  public InMemorySpendingState(InMemoryAlertLog log) {
    this.log = log;
  }

  public void setBudget(String userId, Budget budget) {
    List<Budget> own = budgets.computeIfAbsent(userId, absent -> new ArrayList<>());
    own.removeIf(other -> other.key().equals(budget.key()));
    own.add(budget);
  }

  @Override
  public SpendingState ahead(Map<String, Set<YearMonth>> monthsOfUsers) {
    Map<String, OwnBudgets> own = new HashMap<>();
    Map<SpendingAhead.UserMonth, MonthSpending> spending = new HashMap<>();
    monthsOfUsers.forEach(
        (userId, months) -> {
          own.put(userId, budgets(userId));
          months.forEach(
              month ->
                  spending.put(
                      new SpendingAhead.UserMonth(userId, month), spending(userId, month)));
        });
    return new SpendingAhead(this, own, spending);
  }

  @Override
  public OwnBudgets budgets(String userId) {
    return new OwnBudgets(budgets.getOrDefault(userId, List.of()), List.of());
  }

  @Override
  public MonthSpending spending(String userId, YearMonth month) {
    return MonthSpending.of(
        totals.entrySet().stream()
            .filter(entry -> entry.getKey().userId().equals(userId))
            .filter(entry -> YearMonth.from(entry.getKey().day()).equals(month))
            .map(Map.Entry::getValue)
            .toList());
  }

  @Override
  public Set<String> sentAlerts(String userId, String firstId, String lastId) {
    return log.sent().stream()
        .filter(key -> key.userId().equals(userId))
        .map(InMemoryAlertLog.Key::id)
        .filter(id -> id.compareTo(firstId) >= 0 && id.compareTo(lastId) <= 0)
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> sentAlerts(String userId, YearMonth month) {
    return log.sent().stream()
        .filter(key -> key.userId().equals(userId) && key.id().startsWith(month + "#"))
        .map(InMemoryAlertLog.Key::id)
        .collect(Collectors.toSet());
  }
}
