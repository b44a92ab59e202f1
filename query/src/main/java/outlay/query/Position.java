package outlay.query;

import java.time.LocalDate;
import outlay.model.Expense;

/** Where an expense stands in its user's list. It does not move when others come or go. */
record Position(LocalDate date, String expenseId) {

  static Position of(Expense expense) {
    return new Position(expense.content().date(), expense.expenseId());
  }
}
