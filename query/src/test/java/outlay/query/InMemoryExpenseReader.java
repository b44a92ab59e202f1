package outlay.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outlay.model.Expense;

/**
 * What {@link DynamoExpenseReader} reads, in memory. Within a date, it has another order than that
 * of the ids, as DynamoDB may.
 */
class InMemoryExpenseReader implements ExpenseReader {
  static final Comparator<Position> ORDER =
      Comparator.comparing(Position::date)
          .reversed()
          .thenComparing(position -> position.expenseId().hashCode())
          .thenComparing(Position::expenseId);

  private final Map<String, TreeMap<Position, Expense>> users = new HashMap<>();

  void put(Expense expense) {
    remove(expense.userId(), expense.expenseId());
    add(expense);
  }

  /** Puts an expense whose id is new. */
  void add(Expense expense) {
    of(expense.userId()).put(Position.of(expense), expense);
  }

  void remove(String userId, String expenseId) {
    of(userId).keySet().removeIf(position -> position.expenseId().equals(expenseId));
  }

  private Map<Position, Expense> of(String userId) {
    return users.computeIfAbsent(userId, absent -> new TreeMap<>(ORDER));
  }

  @Override
  public Optional<Expense> find(String userId, String expenseId) {
    return of(userId).values().stream()
        .filter(expense -> expense.expenseId().equals(expenseId) && !expense.isDeleted())
        .findFirst();
  }

  @Override
  public Slice slice(
      String userId, ExpenseFilter filter, Optional<Position> after, int maxLookedAt) {
    List<Expense> passed = new ArrayList<>();
    int lookedAt = 0;
    for (Map.Entry<Position, Expense> entry : of(userId).entrySet()) {
      boolean isBefore = after.isPresent() && ORDER.compare(entry.getKey(), after.get()) <= 0;
      if (!isBefore && filter.dates().contains(entry.getKey().date())) {
        lookedAt++;
        if (!entry.getValue().isDeleted() && filter.matches(entry.getValue())) {
          passed.add(entry.getValue());
        }
        if (lookedAt == maxLookedAt) { // As DynamoDB, it does not look whether more follows.
          return new Slice(passed, lookedAt, Optional.of(entry.getKey()));
        }
      }
    }
    return new Slice(passed, lookedAt, Optional.empty());
  }

  @Override
  public void reach() {}
}
