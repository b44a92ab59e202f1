package outlay.settings;

import java.time.Instant;
import outlay.model.Budget;

/**
 * Where users' budgets are kept, one under each key. Every write can be repeated, and none undoes a
 * later one: where one is there that was set after {@code now}, it stays, as if it had come second.
 * What was removed is forgotten: an attempt that is applied after that sets it again.
 *
 * <p>Each throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the
 * store does not answer; the write may then have been applied, or be applied yet.
 */
interface BudgetStore {
  /** How many budgets a user can have: each change of a total compares it with all of them. */
  int MAX_BUDGETS = 200;

  /**
   * Sets a budget, whatever was set before.
   *
   * @param ownLevels whether it names its levels, or leaves them to the default
   * @param now when the request came, to the microsecond; each attempt's is the same
   * @return whether there was none under its key; false as well if an earlier attempt of the same
   *     call, whose answer was lost, was applied
   * @throws outlay.model.Refusal {@code TOO_MANY_BUDGETS} for a new one when the user has {@value
   *     #MAX_BUDGETS}; at the same moment, some more may get past
   */
  boolean put(String userId, Budget budget, boolean ownLevels, Instant now);

  /**
   * Removes a budget if it is there.
   *
   * @param now as in {@link #put}
   */
  void delete(String userId, String budgetKey, Instant now);
}
