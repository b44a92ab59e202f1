package outlay.model;

import java.time.LocalDate;
import java.time.YearMonth;

/** Something that a person is told once. */
public sealed interface Alert {
  String userId();

  /** What makes it this alert and no other of the user's: it is raised once under this id. */
  String id();

  /**
   * A month's spending reached a level of a budget. The limit is part of what it is: who changes a
   * limit is told again.
   *
   * @param level in percent of the limit; 100 and more is an exceeded budget
   * @param spent the month's spending against the budget when it was found
   */
  record BudgetReached(String userId, YearMonth month, Budget budget, int level, Money spent)
      implements Alert {
    /** {@code 2026-01#INR#Food#80#5000}: month, budget, level, limit. */
    @Override
    public String id() {
      return month
          + "#"
          + budget.key()
          + "#"
          + level
          + "#"
          + budget.limit().toDecimal().stripTrailingZeros().toPlainString();
    }
  }

  /**
   * A large expense was recorded, or an expense was raised to the threshold.
   *
   * @param threshold from which amount it is large
   */
  record LargeExpense(
      String userId,
      String expenseId,
      LocalDate date,
      String category,
      Money money,
      Money threshold)
      implements Alert {
    /** {@code expense#} and the expense's id. */
    @Override
    public String id() {
      return "expense#" + expenseId;
    }
  }
}
