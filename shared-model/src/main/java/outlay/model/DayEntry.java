package outlay.model;

/**
 * What counting needs to know of an expense.
 *
 * @param deleted a deleted expense counts nothing
 */
public record DayEntry(ExpenseType type, String category, Money money, boolean deleted) {}
