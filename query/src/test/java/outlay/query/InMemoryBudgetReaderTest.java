package outlay.query;

import outlay.model.Budget;

class InMemoryBudgetReaderTest extends BudgetReaderContract {
  private final InMemoryBudgetReader reader = new InMemoryBudgetReader();

  @Override
  BudgetReader reader() {
    return reader;
  }

  @Override
  void put(String userId, Budget budget) {
    reader.put(userId, budget);
  }
}
