package outlay.ingest;

import java.time.Instant;
import java.util.OptionalLong;
import outlay.model.Expense;
import outlay.model.ExpenseContent;

/**
 * Where expenses are kept. Every write is one atomic step, and says what a second attempt does: the
 * same moment given again with the same content is known as the same attempt. A change of an
 * expense that was changed later already is refused with {@code VERSION_MISMATCH}: it is an attempt
 * that was given up, and took effect too late.
 *
 * <p>Each throws a {@link outlay.model.Refusal} {@code THROTTLED} or {@code UNAVAILABLE} if the
 * store does not answer; the write may then have been applied, or be applied yet.
 */
interface ExpenseStore {
  /**
   * What came of recording an expense.
   *
   * @param stored the expense that is now under the id
   * @param isNew whether this call put it there
   */
  record Recorded(Expense stored, boolean isNew) {}

  /** Stores a new expense, unless there is one under its id already, which is left as it is. */
  Recorded record(Expense expense);

  /**
   * Replaces an expense's content. A second attempt changes nothing and answers as the first.
   *
   * @param expectedVersion the version that the client saw, if it says so
   * @throws outlay.model.Refusal {@code EXPENSE_NOT_FOUND}, {@code EXPENSE_DELETED}, {@code
   *     VERSION_MISMATCH}
   */
  Expense edit(
      String userId,
      String expenseId,
      ExpenseContent content,
      OptionalLong expectedVersion,
      Instant now);

  /**
   * Marks an expense deleted. One that is deleted already is left as it is, whatever version is
   * expected.
   *
   * @throws outlay.model.Refusal {@code EXPENSE_NOT_FOUND}, {@code VERSION_MISMATCH}
   */
  Expense delete(String userId, String expenseId, OptionalLong expectedVersion, Instant now);

  /**
   * Undoes a deletion. One that is not deleted is left as it is, whatever version is expected.
   *
   * @throws outlay.model.Refusal {@code EXPENSE_NOT_FOUND}, {@code VERSION_MISMATCH}
   */
  Expense restore(String userId, String expenseId, OptionalLong expectedVersion, Instant now);
}
