package outlay.jobs.reconcile;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import outlay.model.DayEntry;
import outlay.model.DayTotals;

/**
 * A user's days, in order: those that have expenses, totals, or both. One pass over each, a day at
 * a time, so that it needs no more memory for a million expenses than for one.
 *
 * <p>If the expenses came in another order, days would be seen in parts, and be looked at again in
 * vain; no more.
 */
final class UserDays {
  private final String userId;
  private final PeekingIterator<StoredExpense> expenses;
  private final PeekingIterator<StoredTotals> totals;

  /**
   * An expense, as far as counting and alerts need it.
   *
   * @param date as it is stored: what expenses are ordered by within a user
   * @param entry what counting needs of it; empty if it cannot be read
   */
  record StoredExpense(String userId, String date, String expenseId, Optional<DayEntry> entry) {}

  /**
   * The totals of a day.
   *
   * @param date as it is stored
   * @param totals empty if they cannot be read
   */
  record StoredTotals(String date, Optional<DayTotals> totals) {}

  /**
   * @param expenses the user's by date, and after them others'
   * @param totals the user's by date
   */
  UserDays(String userId, PeekingIterator<StoredExpense> expenses, Iterator<StoredTotals> totals) {
    this.userId = userId;
    this.expenses = expenses;
    this.totals = new PeekingIterator<>(totals);
  }

  /**
   * A day as both tables have it.
   *
   * @param counted what its expenses come to; empty if one of them cannot be read, or the sum does
   *     not fit
   * @param stored its totals; of an empty day if there are none; empty if they cannot be read
   */
  record Day(String date, Optional<DayTotals> counted, Optional<DayTotals> stored) {
    boolean agrees() {
      return counted.isPresent() && counted.equals(stored);
    }
  }

  /** The next day's date; empty after the last. */
  Optional<String> nextDate() {
    return Stream.concat(expenseDate().stream(), totals.peek().map(StoredTotals::date).stream())
        .min(String::compareTo);
  }

  /**
   * Takes the next day.
   *
   * @param each is shown each of its expenses
   */
  Day take(Consumer<StoredExpense> each) {
    String date = nextDate().orElseThrow();
    DayTotals.Counting counting = new DayTotals.Counting();
    boolean countable = true;
    while (expenseDate().filter(date::equals).isPresent()) {
      StoredExpense expense = expenses.take();
      each.accept(expense);
      countable &= expense.entry().filter(entry -> fits(counting, entry)).isPresent();
    }
    Optional<DayTotals> stored =
        totals.peek().filter(next -> next.date().equals(date)).isPresent()
            ? totals.take().totals()
            : Optional.of(DayTotals.NONE);
    return new Day(date, countable ? totals(counting) : Optional.empty(), stored);
  }

  private Optional<String> expenseDate() {
    return expenses.peek().filter(next -> next.userId().equals(userId)).map(StoredExpense::date);
  }

  private static boolean fits(DayTotals.Counting counting, DayEntry entry) {
    try {
      counting.add(entry);
      return true;
    } catch (ArithmeticException tooLarge) {
      return false;
    }
  }

  private static Optional<DayTotals> totals(DayTotals.Counting counting) {
    try {
      return Optional.of(counting.totals());
    } catch (ArithmeticException tooLarge) {
      return Optional.empty();
    }
  }
}
