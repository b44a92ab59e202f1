package outlay.alerts;

import java.time.Instant;
import outlay.model.Budget;
import outlay.model.DayTotals;
import outlay.model.Notice;
import outlay.totals.UserDay;

class InMemorySpendingStateTest extends SpendingStateContract {
  private final InMemoryAlertLog log = new InMemoryAlertLog();
  private final InMemorySpendingState state = new InMemorySpendingState(log);

  @Override
  SpendingState state() {
    return state;
  }

  @Override
  void setBudget(String userId, Budget budget) {
    state.setBudget(userId, budget);
  }

  @Override
  void setTotals(UserDay day, DayTotals totals) {
    state.totals.put(day, totals);
  }

  @Override
  void setAlert(Notice notice, boolean sent) {
    log.claim(notice, new AlertLog.Lease("a", Instant.EPOCH), Instant.EPOCH);
    if (sent) {
      log.sent(notice.alert(), "a", "m", Instant.EPOCH);
    }
  }
}
