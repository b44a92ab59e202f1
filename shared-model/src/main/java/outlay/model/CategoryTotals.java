package outlay.model;

/**
 * What one category comes to on one day, in minor units of one currency.
 *
 * @param spent the sum of expenses
 * @param earned the sum of income
 * @param count how many of both
 */
public record CategoryTotals(long spent, long earned, long count) {
  static final CategoryTotals NONE = new CategoryTotals(0, 0, 0);

  static CategoryTotals of(ExpenseType type, Money money) {
    return switch (type) {
      case EXPENSE -> new CategoryTotals(money.minorUnits(), 0, 1);
      case INCOME -> new CategoryTotals(0, money.minorUnits(), 1);
    };
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException if it does not fit a {@code long}
   */
  public CategoryTotals plus(CategoryTotals other) {
    return new CategoryTotals(
        Math.addExact(spent, other.spent),
        Math.addExact(earned, other.earned),
        Math.addExact(count, other.count));
  }

  long turnover() {
    return Math.addExact(spent, earned);
  }
}
