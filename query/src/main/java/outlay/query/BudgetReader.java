package outlay.query;

import java.util.List;
import java.util.Optional;
import outlay.model.Budget;

/**
 * Reads the budgets that users set, each as it was last set.
 *
 * <p>Each throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the
 * store does not answer; asking again is always safe.
 */
interface BudgetReader {
  /** The user's own budgets. */
  List<Budget> own(String userId);

  /** The user's own budget under this key. */
  Optional<Budget> find(String userId, String budgetKey);
}
