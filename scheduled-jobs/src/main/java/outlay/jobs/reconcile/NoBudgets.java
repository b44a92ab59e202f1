package outlay.jobs.reconcile;

import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import outlay.alerts.SpendingState;
import outlay.model.MonthSpending;

/** The state of users who are known to have set no budget. */
record NoBudgets(SpendingState state) implements SpendingState {
  @Override
  public OwnBudgets budgets(String userId) {
    return new OwnBudgets(List.of(), List.of());
  }

  @Override
  public MonthSpending spending(String userId, YearMonth month) {
    return state.spending(userId, month);
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
