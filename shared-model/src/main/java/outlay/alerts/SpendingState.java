package outlay.alerts;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outlay.model.Budget;
import outlay.model.MonthSpending;
import outlay.store.CorruptItem;

/** What alerts are found from. Reads only. */
public interface SpendingState {
  /** A user's own budgets, and what is wrong with those that cannot be read. */
  record OwnBudgets(List<Budget> readable, List<CorruptItem> unreadable) {
    public OwnBudgets {
      readable = List.copyOf(readable);
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * This state, with the budgets of these users and what they spent in these months read now, by
   * few calls. Each is told once; who asks again is answered by a new read. What could not be read
   * together is read when it is asked for.
   */
  default SpendingState ahead(Map<String, Set<YearMonth>> monthsOfUsers) {
    return this;
  }

  /** The budgets that the user set. */
  OwnBudgets budgets(String userId);

  /**
   * What the user spent in the month, with every count of its days that was answered before.
   *
   * @throws CorruptItem if a day's totals cannot be read
   */
  MonthSpending spending(String userId, YearMonth month);

  /** The ids of the month's budget alerts that were sent. */
  Set<String> sentAlerts(String userId, YearMonth month);

  /** The ids of the alerts that were sent and whose ids are in this range, both ends included. */
  Set<String> sentAlerts(String userId, String firstId, String lastId);
}
