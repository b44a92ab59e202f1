package outlay.query;

import java.util.Optional;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;

/**
 * Which expenses are asked for; what is empty asks for all.
 *
 * @param category exactly this one
 * @param text stands somewhere in the description or the category, in capitals or not
 */
record ExpenseFilter(
    DateRange dates,
    Optional<String> category,
    Optional<ExpenseType> type,
    Optional<Currency> currency,
    Optional<Folded> text) {
  static final ExpenseFilter ALL =
      new ExpenseFilter(
          DateRange.ALL, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean matches(Expense expense) {
    ExpenseContent content = expense.content();
    return dates.contains(content.date())
        && category.map(content.category()::equals).orElse(true)
        && type.map(content.type()::equals).orElse(true)
        && currency.map(content.money().currency()::equals).orElse(true)
        && matchesText(expense);
  }

  /** Whether the text is in it, which no store can tell. */
  boolean matchesText(Expense expense) {
    return text.isEmpty()
        || text.get().isIn(expense.content().description())
        || text.get().isIn(expense.content().category());
  }

  /** What tells this filter from every other: its parts, each at its place. */
  String[] parts() {
    return new String[] {
      dates.from().toString(),
      dates.to().toString(),
      category.orElse(""), // No category is empty.
      type.map(ExpenseType::wireName).orElse(""),
      currency.map(Currency::code).orElse(""),
      text.map(Folded::toString).orElse("")
    };
  }
}
