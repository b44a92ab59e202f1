package outlay.alerts;

import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import outlay.model.MonthSpending;

/** A state of which some was read ahead. An answer is given once. */
final class SpendingAhead implements SpendingState {
  private final SpendingState state;
  private final Map<String, OwnBudgets> budgets;
  private final Map<UserMonth, MonthSpending> spending;

  /** A user's month. */
  record UserMonth(String userId, YearMonth month) {}

  SpendingAhead(
      SpendingState state,
      Map<String, OwnBudgets> budgets,
      Map<UserMonth, MonthSpending> spending) {
    this.state = state;
    this.budgets = new ConcurrentHashMap<>(budgets);
    this.spending = new ConcurrentHashMap<>(spending);
  }

  @Override
  public OwnBudgets budgets(String userId) {
    @Nullable OwnBudgets ahead = budgets.remove(userId);
    return ahead == null ? state.budgets(userId) : ahead;
  }

  @Override
  public MonthSpending spending(String userId, YearMonth month) {
    @Nullable MonthSpending ahead = spending.remove(new UserMonth(userId, month));
    return ahead == null ? state.spending(userId, month) : ahead;
  }

  @Override
  public Set<String> sentAlerts(String userId, YearMonth month) {
    return state.sentAlerts(userId, month);
  }

  @Override
  public Set<String> sentAlerts(String userId, String firstId, String lastId) {
    return state.sentAlerts(userId, firstId, lastId);
  }
}
