package outlay.settings;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outlay.model.Budget;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** What {@link DynamoBudgetStore} does, in memory. */
class InMemoryBudgetStore implements BudgetStore {
  /** A budget, and whether it names its levels. */
  record Stored(Budget budget, boolean ownLevels) {}

  final Map<String, TreeMap<String, Stored>> users = new HashMap<>();
  private final Map<String, Instant> setAt = new HashMap<>();

  /** What is under this key. */
  Stored find(String userId, String key) {
    return Optional.ofNullable(users.getOrDefault(userId, new TreeMap<>()).get(key)).orElseThrow();
  }

  @Override
  public boolean put(String userId, Budget budget, boolean ownLevels, Instant now) {
    Map<String, Stored> own = users.computeIfAbsent(userId, absent -> new TreeMap<>());
    if (!own.containsKey(budget.key()) && own.size() >= MAX_BUDGETS) {
      throw new Refusal(Reason.TOO_MANY_BUDGETS, "");
    }
    if (isLater(userId, budget.key(), now)) {
      return false;
    }
    setAt.put(userId + " " + budget.key(), now);
    return own.put(budget.key(), new Stored(budget, ownLevels)) == null;
  }

  private boolean isLater(String userId, String key, Instant now) {
    return setAt.getOrDefault(userId + " " + key, Instant.MIN).isAfter(now);
  }

  @Override
  public void delete(String userId, String budgetKey, Instant now) {
    if (!isLater(userId, budgetKey, now)) {
      users.getOrDefault(userId, new TreeMap<>()).remove(budgetKey);
      setAt.remove(userId + " " + budgetKey);
    }
  }
}
