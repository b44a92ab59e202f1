package outlay.histories;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What there should be besides the expenses, by the ledger alone. */
public final class Expected {
  private Expected() {}

  /** What was spent and earned, and how often. */
  public record Sum(BigDecimal spent, BigDecimal earned, long count) {
    static final Sum ZERO = new Sum(BigDecimal.ZERO, BigDecimal.ZERO, 0);

    /** Equal in value is equal: 1.50 is 1.5. */
    public Sum {
      spent = spent.signum() == 0 ? BigDecimal.ZERO : spent.stripTrailingZeros();
      earned = earned.signum() == 0 ? BigDecimal.ZERO : earned.stripTrailingZeros();
    }

    Sum plus(Content content) {
      return content.income()
          ? new Sum(spent, earned.add(content.amount()), count + 1)
          : new Sum(spent.add(content.amount()), earned, count + 1);
    }
  }

  /** Sums by cell, as {@link #cell} names it; cells without an expense are not there. */
  public static Map<String, Sum> totals(Ledger ledger) {
    Map<String, Sum> totals = new TreeMap<>();
    ledger
        .expenses()
        .forEach(
            (key, stored) -> {
              Content content = stored.content();
              if (!stored.deleted()) {
                String cell =
                    cell(key.user(), content.date(), content.currency(), content.category());
                totals.put(cell, totals.getOrDefault(cell, Sum.ZERO).plus(content));
              }
            });
    return totals;
  }

  /** The name of a user's day in a currency and a category. */
  public static String cell(String user, LocalDate date, String currency, String category) {
    return String.join(" ", user, date.toString(), currency, category);
  }

  /**
   * The alerts that are due for what is in the ledger, each as user, space, id; others may have
   * been due before. A month that did not change since a budget was set is left out: only the
   * current one is compared then.
   *
   * @param limit a month's where no budget of all spending is set, in any currency's own unit
   * @param levels in percent of it
   * @param large from which amount on an expense is large
   */
  public static Set<String> alerts(
      Ledger ledger,
      Function<Ledger.Key, String> ids,
      BigDecimal limit,
      List<Integer> levels,
      BigDecimal large) {
    Set<String> alerts = new TreeSet<>();
    Map<Month, Map<String, BigDecimal>> months = new HashMap<>();
    ledger
        .expenses()
        .forEach(
            (key, stored) -> {
              Content content = stored.content();
              if (stored.deleted() || content.income()) {
                return;
              }
              if (content.amount().compareTo(large) >= 0) {
                alerts.add(key.user() + " expense#" + ids.apply(key));
              }
              Map<String, BigDecimal> spent =
                  months.computeIfAbsent(
                      new Month(key.user(), YearMonth.from(content.date())),
                      absent -> new TreeMap<>());
              spent.merge(content.currency(), content.amount(), BigDecimal::add);
              spent.merge(
                  content.currency() + "#" + content.category(), content.amount(), BigDecimal::add);
            });
    months.forEach(
        (month, spent) -> {
          if (ledger.isCompared(month.user, month.month)) {
            Map<String, Limit> own = ledger.limits(month.user);
            spent.forEach(
                (budget, sum) -> {
                  Optional<BigDecimal> amount = limitOf(budget, own, limit);
                  levels.stream()
                      .filter(level -> amount.isPresent() && reaches(sum, level, amount.get()))
                      .forEach(level -> alerts.add(month.alert(budget, level, amount.get())));
                });
          }
        });
    return alerts;
  }

  /** One's own, or the default where it is of all spending in a currency. */
  private static Optional<BigDecimal> limitOf(
      String budget, Map<String, Limit> own, BigDecimal byDefault) {
    Optional<BigDecimal> set = Optional.ofNullable(own.get(budget)).map(Limit::amount);
    return set.isPresent() || budget.contains("#") ? set : Optional.of(byDefault);
  }

  private static boolean reaches(BigDecimal spent, int level, BigDecimal limit) {
    return spent.movePointRight(2).compareTo(limit.multiply(BigDecimal.valueOf(level))) >= 0;
  }

  private record Month(String user, YearMonth month) {
    String alert(String budget, int level, BigDecimal limit) {
      return "%s %s#%s#%d#%s".formatted(user, month, budget, level, limit.toPlainString());
    }
  }
}
