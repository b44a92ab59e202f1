package outlay.query;

import outlay.model.Expense;

class InMemoryExpenseReaderTest extends ExpenseReaderContract {
  private final InMemoryExpenseReader reader = new InMemoryExpenseReader();

  @Override
  ExpenseReader reader() {
    return reader;
  }

  @Override
  void put(Expense expense) {
    reader.put(expense);
  }

  @Override
  void remove(String userId, String expenseId) {
    reader.remove(userId, expenseId);
  }
}
