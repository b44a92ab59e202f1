package outlay.ingest;

class InMemoryExpenseStoreTest extends ExpenseStoreContract {
  @Override
  ExpenseStore store() {
    return new InMemoryExpenseStore();
  }
}
