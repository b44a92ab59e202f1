package outlay.jobs.report;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import outlay.model.CategoryTotals;
import outlay.model.ExpenseType;

/**
 * What a month comes to in one currency, of all users together. Holds a bounded amount, however
 * many rows there are.
 */
final class CurrencyFigures {
  static final int LARGEST = 10;

  /**
   * How many categories are told apart; users may invent as many as they like. Those that come
   * later by user are counted together.
   */
  static final int MAX_CATEGORIES = 5000;

  private static final CategoryTotals NOTHING = new CategoryTotals(0, 0, 0);

  private static final Comparator<ReportRow> LARGEST_FIRST =
      Comparator.comparingLong((ReportRow row) -> row.money().minorUnits())
          .reversed()
          .thenComparing(Comparator.naturalOrder());

  private static final Comparator<Map.Entry<String, CategoryTotals>> MOST_SPENT_FIRST =
      Comparator.comparingLong(
              (Map.Entry<String, CategoryTotals> entry) -> entry.getValue().spent())
          .reversed()
          .thenComparing(entry -> -entry.getValue().earned())
          .thenComparing(Map.Entry.comparingByKey());

  private final CategoryTotals[] days;
  private final Map<String, CategoryTotals> categories = new HashMap<>();
  private final PriorityQueue<ReportRow> largest =
      new PriorityQueue<>(LARGEST + 1, LARGEST_FIRST.reversed());
  private CategoryTotals total = NOTHING;
  private CategoryTotals untold = NOTHING;

  CurrencyFigures(YearMonth month) {
    days = new CategoryTotals[month.lengthOfMonth()];
    Arrays.fill(days, NOTHING);
  }

  /**
   * Adds a row.
   *
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  void add(ReportRow row) {
    CategoryTotals totals = row.totals();
    total = total.plus(totals);
    int day = row.content().date().getDayOfMonth() - 1;
    days[day] = days[day].plus(totals);
    String category = row.content().category();
    if (categories.size() < MAX_CATEGORIES || categories.containsKey(category)) {
      categories.merge(category, totals, CategoryTotals::plus);
    } else {
      untold = untold.plus(totals);
    }
    if (row.content().type() == ExpenseType.EXPENSE) {
      largest.add(row);
      if (largest.size() > LARGEST) {
        largest.poll();
      }
    }
  }

  CategoryTotals total() {
    return total;
  }

  /** Of each day, the first one's first. */
  List<CategoryTotals> days() {
    return List.of(days);
  }

  /** The categories, those with the most spent first. */
  List<Map.Entry<String, CategoryTotals>> categories() {
    return categories.entrySet().stream().sorted(MOST_SPENT_FIRST).toList();
  }

  /** What lies in categories that were too many to tell apart. */
  CategoryTotals untold() {
    return untold;
  }

  /** The largest expenses, the largest first. */
  List<ReportRow> largest() {
    List<ReportRow> rows = new ArrayList<>(largest);
    rows.sort(LARGEST_FIRST);
    return rows;
  }
}
