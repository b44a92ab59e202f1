package outlay.model;

import java.util.List;
import java.util.Optional;

/**
 * A monthly limit that a user set, or the default one.
 *
 * @param category the category it limits; empty if all spending in the currency
 * @param limit greater than zero, in {@code currency}
 * @param levels the percentages of the limit at which an alert is raised, ascending
 * @param largeExpense from this amount an expense is large; only on a budget without category;
 *     empty for the default
 */
public record Budget(
    Currency currency,
    Optional<String> category,
    Money limit,
    List<Integer> levels,
    Optional<Money> largeExpense) {
  public Budget {
    levels = levels.stream().sorted().distinct().toList();
  }

  /** Its key in the table: {@code INR}, or {@code INR#Food}. */
  public String key() {
    return key(currency, category);
  }

  /** The key of the budget of all spending in a currency, or of a category's. */
  public static String key(Currency currency, Optional<String> category) {
    return category.map(name -> currency + "#" + name).orElse(currency.code());
  }

  /** The levels that this much spending reaches, ascending. */
  List<Integer> levelsReachedBy(Money spent) {
    return levels.stream().filter(level -> reaches(spent, level)).toList();
  }

  // spent / limit >= level / 100, without a division and in what cannot overflow.
  private boolean reaches(Money spent, int level) {
    return spent
            .toDecimal()
            .movePointRight(2)
            .compareTo(limit.toDecimal().multiply(java.math.BigDecimal.valueOf(level)))
        >= 0;
  }
}
