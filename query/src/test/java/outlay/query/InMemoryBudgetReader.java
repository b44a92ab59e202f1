package outlay.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outlay.model.Budget;

/** What {@link DynamoBudgetReader} reads, in memory. */
class InMemoryBudgetReader implements BudgetReader {
  private final Map<String, TreeMap<String, Budget>> users = new HashMap<>();

  void put(String userId, Budget budget) {
    users.computeIfAbsent(userId, absent -> new TreeMap<>()).put(budget.key(), budget);
  }

  @Override
  public List<Budget> own(String userId) {
    return List.copyOf(users.getOrDefault(userId, new TreeMap<>()).values());
  }

  @Override
  public Optional<Budget> find(String userId, String budgetKey) {
    return Optional.ofNullable(users.getOrDefault(userId, new TreeMap<>()).get(budgetKey));
  }
}
