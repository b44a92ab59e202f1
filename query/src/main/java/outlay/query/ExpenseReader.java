package outlay.query;

import java.util.List;
import java.util.Optional;
import outlay.model.Expense;

/**
 * Reads expenses as they are now: what was answered before the call is seen by it.
 *
 * <p>Each throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the
 * store does not answer; asking again is always safe.
 */
interface ExpenseReader {
  /**
   * A run of expenses, one after the other.
   *
   * @param expenses those that pass the filter; there may be none although more follow
   * @param lookedAt how many were read for it, those left out included
   * @param next where to go on; empty if nothing is left
   */
  record Slice(List<Expense> expenses, int lookedAt, Optional<Position> next) {
    public Slice {
      expenses = List.copyOf(expenses);
    }
  }

  /** This expense, unless there is none or it is deleted. */
  Optional<Expense> find(String userId, String expenseId);

  /**
   * The user's expenses that pass {@code filter}, deleted ones left out: the latest date first, and
   * within a date in an order of the store's own, in which no expense moves when others come or go.
   *
   * @param after where to go on: the expense at it is not read again, and need not be there any
   *     more; it lies within the filter's dates
   * @param maxLookedAt how many to read at most; fewer may be, so only an empty {@link Slice#next}
   *     says that it was the last
   */
  Slice slice(String userId, ExpenseFilter filter, Optional<Position> after, int maxLookedAt);

  /** Returns if the store can be read. */
  void reach();
}
