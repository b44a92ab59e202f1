package outlay.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a user spent in one month, by currency and category: the sum of the month's days. Income is
 * no part of it.
 */
public final class MonthSpending {
  private final Map<Currency, Map<String, Long>> currencies = new TreeMap<>();

  /**
   * The sum over these days; the caller sees to it that they are all days of one user and month,
   * once each.
   */
  public static MonthSpending of(Iterable<DayTotals> days) {
    MonthSpending month = new MonthSpending();
    for (DayTotals day : days) {
      day.currencies()
          .forEach(
              (currency, categories) ->
                  categories.forEach(
                      (category, totals) -> month.add(currency, category, totals.spent())));
    }
    return month;
  }

  private void add(Currency currency, String category, long spent) {
    if (spent > 0) {
      currencies
          .computeIfAbsent(currency, absent -> new TreeMap<>())
          .merge(category, spent, Math::addExact);
    }
  }

  /** The currencies that anything was spent in, in order of their codes. */
  public Set<Currency> currencies() {
    return currencies.keySet();
  }

  /** What counts against this budget: its currency's spending, all of it or one category's. */
  public Money against(Budget budget) {
    Map<String, Long> categories = currencies.getOrDefault(budget.currency(), Map.of());
    long spent =
        budget
            .category()
            .map(category -> categories.getOrDefault(category, 0L))
            .orElseGet(() -> categories.values().stream().reduce(0L, Math::addExact));
    return new Money(spent, budget.currency());
  }
}
