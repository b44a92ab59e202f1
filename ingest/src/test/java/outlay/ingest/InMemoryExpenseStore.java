package outlay.ingest;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import outlay.model.Expense;
import outlay.model.ExpenseContent;

/** What {@link DynamoExpenseStore} does, in memory. */
final class InMemoryExpenseStore implements ExpenseStore {
  private record Key(String userId, String expenseId) {}

  private final Map<Key, Expense> expenses = new ConcurrentHashMap<>();

  @Override
  public Recorded record(Expense expense) {
    Expense before = expenses.putIfAbsent(new Key(expense.userId(), expense.expenseId()), expense);
    return before == null
        ? new Recorded(expense, true)
        : new Recorded(before, before.equals(expense));
  }

  @Override
  public Expense edit(
      String userId,
      String expenseId,
      ExpenseContent content,
      OptionalLong expectedVersion,
      Instant now) {
    return change(
        userId,
        expenseId,
        stored -> {
          if (stored.updatedAt().equals(now) && stored.content().equals(content)) {
            return stored;
          }
          if (stored.isDeleted()) {
            throw Refusals.deleted();
          }
          return checked(stored, expectedVersion, now).edited(content, now);
        });
  }

  @Override
  public Expense delete(
      String userId, String expenseId, OptionalLong expectedVersion, Instant now) {
    return change(
        userId,
        expenseId,
        stored -> stored.isDeleted() ? stored : checked(stored, expectedVersion, now).deleted(now));
  }

  @Override
  public Expense restore(
      String userId, String expenseId, OptionalLong expectedVersion, Instant now) {
    return change(
        userId,
        expenseId,
        stored ->
            stored.isDeleted() ? checked(stored, expectedVersion, now).restored(now) : stored);
  }

  private static Expense checked(Expense stored, OptionalLong expectedVersion, Instant now) {
    boolean isExpected =
        expectedVersion.isEmpty() || expectedVersion.getAsLong() == stored.version();
    if (!isExpected || !stored.updatedAt().isBefore(now)) {
      throw Refusals.versionMismatch();
    }
    return stored;
  }

  private Expense change(String userId, String expenseId, UnaryOperator<Expense> change) {
    Expense changed =
        expenses.computeIfPresent(
            new Key(userId, expenseId), (key, stored) -> change.apply(stored));
    if (changed == null) {
      throw Refusals.notFound();
    }
    return changed;
  }
}
