package outlay.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a month comes to over all users, by currency. Bounded as a day is: at most {@value
 * DayTotals#MAX_CATEGORIES} categories, the smaller ones under {@value DayTotals#OTHER}.
 */
public record OrganizationMonth(SortedMap<Currency, Sums> currencies) {
  /** A month in which nothing counts. */
  public static final OrganizationMonth NONE = new OrganizationMonth(new TreeMap<>());

  /**
   * What one currency comes to.
   *
   * @param users how many people recorded anything in it
   */
  public record Sums(long users, SortedMap<String, CategoryTotals> categories) {
    public Sums {
      categories = Collections.unmodifiableSortedMap(new TreeMap<>(categories));
    }
  }

  public OrganizationMonth {
    currencies = Collections.unmodifiableSortedMap(new TreeMap<>(currencies));
  }

  /**
   * Adds days up, those of one user after each other. Holds no more than {@value #MAX_CATEGORIES}
   * categories a currency, however many users think of.
   */
  public static final class Counting {
    private static final int MAX_CATEGORIES = 5_000;

    private final Map<Currency, Part> parts = new HashMap<>();

    /** One currency's part. */
    private static final class Part {
      final Map<String, CategoryTotals> categories = new HashMap<>();
      long users;
      @Nullable String lastUser;

      void add(String category, CategoryTotals totals) {
        boolean isTold = categories.size() < MAX_CATEGORIES || categories.containsKey(category);
        categories.merge(isTold ? category : DayTotals.OTHER, totals, CategoryTotals::plus);
      }
    }

    /**
     * Adds a user's day.
     *
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    public void add(String userId, DayTotals day) {
      day.currencies()
          .forEach(
              (currency, categories) -> {
                if (!categories.isEmpty()) {
                  Part part = parts.computeIfAbsent(currency, absent -> new Part());
                  if (!userId.equals(part.lastUser)) {
                    part.users++;
                    part.lastUser = userId;
                  }
                  categories.forEach(part::add);
                }
              });
    }

    /**
     * Adds what was counted of other users.
     *
     * @throws ArithmeticException if a sum does not fit a {@code long}
     */
    public void add(Counting others) {
      others.parts.forEach(
          (currency, theirs) -> {
            Part part = parts.computeIfAbsent(currency, absent -> new Part());
            part.users += theirs.users;
            theirs.categories.forEach(part::add);
          });
    }

    /** What it comes to so far. */
    public OrganizationMonth month() {
      int most = DayTotals.MAX_CATEGORIES / Math.max(1, parts.size());
      TreeMap<Currency, Sums> sums = new TreeMap<>();
      parts.forEach(
          (currency, part) ->
              sums.put(
                  currency,
                  new Sums(part.users, DayTotals.largest(new TreeMap<>(part.categories), most))));
      return new OrganizationMonth(sums);
    }
  }
}
