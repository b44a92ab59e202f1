package outlay.settings;

import java.util.Map;
import java.util.TreeMap;

class InMemoryBudgetStoreTest extends BudgetStoreContract {
  private final InMemoryBudgetStore store = new InMemoryBudgetStore();

  @Override
  BudgetStore store() {
    return store;
  }

  @Override
  Map<String, InMemoryBudgetStore.Stored> stored(String userId) {
    return store.users.getOrDefault(userId, new TreeMap<>());
  }
}
