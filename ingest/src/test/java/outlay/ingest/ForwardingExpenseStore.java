package outlay.ingest;

import java.time.Instant;
import java.util.OptionalLong;
import outlay.model.Expense;
import outlay.model.ExpenseContent;

/** Hands everything on; a test overrides what goes wrong. */
class ForwardingExpenseStore implements ExpenseStore {
  private final ExpenseStore store;

  ForwardingExpenseStore(ExpenseStore store) {
    this.store = store;
  }

  @Override
  public Recorded record(Expense expense) {
    return store.record(expense);
  }

  @Override
  public Expense edit(
      String userId,
      String expenseId,
      ExpenseContent content,
      OptionalLong expectedVersion,
      Instant now) {
    return store.edit(userId, expenseId, content, expectedVersion, now);
  }

  @Override
  public Expense delete(
      String userId, String expenseId, OptionalLong expectedVersion, Instant now) {
    return store.delete(userId, expenseId, expectedVersion, now);
  }

  @Override
  public Expense restore(
      String userId, String expenseId, OptionalLong expectedVersion, Instant now) {
    return store.restore(userId, expenseId, expectedVersion, now);
  }
}
