package outlay.query;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often a category was used, in any currency, and on which day last.
 *
 * @param lastUsed the latest date of an expense or income in it, which may lie ahead
 */
record CategoryUse(String category, long count, LocalDate lastUsed) {
  private static final int MOST = 200;

  private static final Comparator<CategoryUse> MOST_USED_FIRST =
      Comparator.comparingLong(CategoryUse::count)
          .thenComparing(CategoryUse::lastUsed)
          .reversed()
          .thenComparing(CategoryUse::category);

  /**
   * The {@value #MOST} most used categories of these days; of equal ones the last used is first.
   * What a day with very many categories keeps under {@code Other} counts there.
   */
  static List<CategoryUse> mostUsedFirst(List<TotalsReader.CountedDay> days) {
    Map<String, CategoryUse> uses = new HashMap<>();
    for (TotalsReader.CountedDay day : days) {
      day.totals()
          .currencies()
          .values()
          .forEach(
              categories ->
                  categories.forEach(
                      (category, totals) ->
                          uses.merge(
                              category,
                              new CategoryUse(category, totals.count(), day.date()),
                              CategoryUse::and)));
    }
    return uses.values().stream().sorted(MOST_USED_FIRST).limit(MOST).toList();
  }

  private CategoryUse and(CategoryUse other) {
    return new CategoryUse(
        category,
        Math.addExact(count, other.count),
        lastUsed.isAfter(other.lastUsed) ? lastUsed : other.lastUsed);
  }
}
