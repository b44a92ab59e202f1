package outlay.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user's budgets over the defaults. The default monthly limit holds in each currency for which
 * the user set no budget of all spending; the default threshold of a large expense where that
 * budget names no other.
 *
 * @param own what the user set, at most one for each key
 */
public record Budgets(List<Budget> own, Defaults defaults) {
  /**
   * What holds for a user who set nothing; the template's parameters.
   *
   * @param monthlyLimit in any currency's own unit
   * @param levels in percent of the limit
   * @param largeExpense in any currency's own unit
   */
  public record Defaults(BigDecimal monthlyLimit, List<Integer> levels, BigDecimal largeExpense) {
    public Defaults {
      levels = List.copyOf(levels);
    }

    /**
     * Reads the three as a function's environment has them: {@code 10000}, {@code 80,100}, {@code
     * 500}.
     *
     * @throws NumberFormatException if one of them is no number
     */
    public static Defaults parse(String monthlyLimit, String levels, String largeExpense) {
      return new Defaults(
          new BigDecimal(monthlyLimit),
          Stream.of(levels.split(",", -1)).map(String::strip).map(Integer::valueOf).toList(),
          new BigDecimal(largeExpense));
    }
  }

  public Budgets {
    own = List.copyOf(own);
  }

  /** From which amount an expense in this currency is large. */
  public Money largeExpense(Currency currency) {
    return ofAllSpending(currency)
        .flatMap(Budget::largeExpense)
        .orElseGet(() -> Money.of(defaults.largeExpense(), currency));
  }

  /**
   * Every level of every budget that the month's spending reaches, as the alerts that there should
   * be.
   */
  public List<Alert.BudgetReached> reachedBy(
      MonthSpending month, String userId, java.time.YearMonth yearMonth) {
    Stream<Budget> defaulted =
        month.currencies().stream()
            .filter(currency -> ofAllSpending(currency).isEmpty())
            .map(this::defaultOf);
    return Stream.concat(own.stream(), defaulted)
        .flatMap(
            budget -> {
              Money spent = month.against(budget);
              return budget.levelsReachedBy(spent).stream()
                  .map(level -> new Alert.BudgetReached(userId, yearMonth, budget, level, spent));
            })
        .toList();
  }

  private Optional<Budget> ofAllSpending(Currency currency) {
    return own.stream()
        .filter(budget -> budget.currency().equals(currency) && budget.category().isEmpty())
        .findFirst();
  }

  private Budget defaultOf(Currency currency) {
    return new Budget(
        currency,
        Optional.empty(),
        Money.of(defaults.monthlyLimit(), currency),
        defaults.levels(),
        Optional.empty());
  }
}
