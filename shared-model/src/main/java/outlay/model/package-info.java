/**
 * Outlay's values and rules: money, expenses, the totals of a day, budgets, alerts. Pure; depends
 * on {@code java.*} only.
 *
 * <p>Start at {@link outlay.model.Expense} and {@link outlay.model.ExpenseRequest}.
 */
@NullMarked
package outlay.model;

import org.jspecify.annotations.NullMarked;
