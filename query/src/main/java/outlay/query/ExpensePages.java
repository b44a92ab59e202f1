package outlay.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import outlay.model.Expense;

/** Reads on until a page is full, in bounded work. */
final class ExpensePages {
  private static final int GROWTH = 4;

  /**
   * A page.
   *
   * @param expenses fewer than wanted, even none, if the most that may be looked at was looked at
   * @param next where the next page begins; empty if this is the last
   */
  record Page(List<Expense> expenses, Optional<Position> next) {
    Page {
      expenses = List.copyOf(expenses);
    }
  }

  private ExpensePages() {}

  /**
   * The next {@code limit} expenses after {@code after}. Where the filter leaves little out, one
   * read does; where it leaves out much, reads get longer, up to {@code maxLookedAt} expenses in
   * all.
   */
  static Page read(
      ExpenseReader reader,
      String userId,
      ExpenseFilter filter,
      Optional<Position> after,
      int limit,
      int maxLookedAt) {
    List<Expense> found = new ArrayList<>();
    Optional<Position> at = after;
    int left = maxLookedAt;
    int wanted = limit + 1; // One more tells whether there is a next page.
    while (true) {
      ExpenseReader.Slice slice = reader.slice(userId, filter, at, Math.min(wanted, left));
      found.addAll(slice.expenses());
      if (found.size() > limit) {
        List<Expense> page = found.subList(0, limit);
        return new Page(page, Optional.of(Position.of(page.get(limit - 1))));
      }
      at = slice.next();
      left -= slice.lookedAt();
      if (at.isEmpty() || left <= 0) {
        return new Page(found, at);
      }
      wanted = Math.min(wanted * GROWTH, maxLookedAt);
    }
  }
}
