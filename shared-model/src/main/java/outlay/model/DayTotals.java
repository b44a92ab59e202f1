package outlay.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a user's expenses of one day come to, by currency and category. A pure function of those
 * expenses: it knows no order, no earlier totals, and no difference.
 *
 * <p>A day keeps at most {@value #MAX_CATEGORIES} categories, shared evenly by its currencies: the
 * largest by what was spent and earned, ties by name; the rest is summed under {@value #OTHER}, so
 * that the item cannot outgrow DynamoDB's 400 KB.
 */
public record DayTotals(SortedMap<Currency, SortedMap<String, CategoryTotals>> currencies) {
  /** How many categories a day keeps, all currencies together. */
  public static final int MAX_CATEGORIES = 200;

  /** Where the smaller categories of a day go, beside what a user calls so. */
  public static final String OTHER = "Other";

  /** A day on which nothing counts. */
  public static final DayTotals NONE = new DayTotals(new TreeMap<>());

  private static final Comparator<Map.Entry<String, CategoryTotals>> LARGEST_FIRST =
      Comparator.comparingLong(
              (Map.Entry<String, CategoryTotals> entry) -> entry.getValue().turnover())
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

  public DayTotals {
    TreeMap<Currency, SortedMap<String, CategoryTotals>> copy = new TreeMap<>();
    currencies.forEach(
        (currency, categories) ->
            copy.put(currency, Collections.unmodifiableSortedMap(new TreeMap<>(categories))));
    currencies = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Counts the entries.
   *
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  public static DayTotals of(Iterable<DayEntry> entries) {
    Counting counting = new Counting();
    entries.forEach(counting::add);
    return counting.totals();
  }

  /** Counts a day's entries one by one, so that they need not be there at once. */
  public static final class Counting {
    private final TreeMap<Currency, SortedMap<String, CategoryTotals>> currencies = new TreeMap<>();

    /**
     * Counts one more.
     *
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    public void add(DayEntry entry) {
      if (!entry.deleted()) {
        currencies
            .computeIfAbsent(entry.money().currency(), currency -> new TreeMap<>())
            .merge(
                entry.category(),
                CategoryTotals.of(entry.type(), entry.money()),
                CategoryTotals::plus);
      }
    }

    /**
     * What those counted so far come to.
     *
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    public DayTotals totals() {
      TreeMap<Currency, SortedMap<String, CategoryTotals>> kept = new TreeMap<>(currencies);
      int most = MAX_CATEGORIES / Math.max(1, kept.size());
      kept.replaceAll((currency, categories) -> largest(categories, most));
      return new DayTotals(kept);
    }
  }

  private static SortedMap<String, CategoryTotals> largest(
      SortedMap<String, CategoryTotals> categories, int kept) {
    if (categories.size() <= kept) {
      return categories;
    }
    List<Map.Entry<String, CategoryTotals>> ranked =
        categories.entrySet().stream().sorted(LARGEST_FIRST).toList();
    TreeMap<String, CategoryTotals> folded = new TreeMap<>();
    ranked.subList(0, kept).forEach(entry -> folded.put(entry.getKey(), entry.getValue()));
    ranked
        .subList(kept, ranked.size())
        .forEach(entry -> folded.merge(OTHER, entry.getValue(), CategoryTotals::plus));
    return folded;
  }
}
