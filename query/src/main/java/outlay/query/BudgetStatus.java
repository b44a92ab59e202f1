package outlay.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.edge.BudgetJson;
import outlay.model.Budget;
import outlay.model.CategoryTotals;
import outlay.model.Money;

/**
 * How a budget stands in a month: what is spent, what is left, and where it leads at this pace.
 *
 * <p>The pace is what was spent up to today, evenly over the days gone. What is recorded already
 * for days to come counts as spent, and the pace never comes to less than that.
 *
 * @param isDefault whether the user set none, and the default one holds
 * @param spent what counts against it, all of the month
 * @param projected what the month comes to at this pace; only of the current month
 * @param exceededOn the day on which the limit is passed: of what is recorded, or else at this
 *     pace; empty if on none of this month
 */
record BudgetStatus(
    Budget budget,
    boolean isDefault,
    Money spent,
    Optional<Money> projected,
    Optional<LocalDate> exceededOn) {

  /**
   * The budget's status.
   *
   * @param days the user's counted days of this month
   * @param today tells the month before from the month to come
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  static BudgetStatus of(
      Budget budget,
      boolean isDefault,
      Iterable<TotalsReader.CountedDay> days,
      YearMonth month,
      LocalDate today) {
    SortedMap<LocalDate, Long> spentBy = spentBy(budget, days);
    Money spent = money(spentBy.values().stream().reduce(0L, (before, now) -> now), budget);
    boolean isCurrent = month.equals(YearMonth.from(today));
    Optional<Pace> pace =
        isCurrent ? Optional.of(new Pace(upTo(today, spentBy), today)) : Optional.empty();
    Optional<Money> projected =
        pace.map(at -> money(Math.max(spent.minorUnits(), at.atTheEnd()), budget));
    return new BudgetStatus(
        budget, isDefault, spent, projected, exceededOn(budget, spentBy, month, pace));
  }

  /** What was spent against the budget from the 1st up to each day on which anything was. */
  private static SortedMap<LocalDate, Long> spentBy(
      Budget budget, Iterable<TotalsReader.CountedDay> days) {
    TreeMap<LocalDate, Long> ofDay = new TreeMap<>();
    for (TotalsReader.CountedDay day : days) {
      long spent = 0;
      SortedMap<String, CategoryTotals> categories =
          day.totals().currencies().getOrDefault(budget.currency(), new TreeMap<>());
      for (Map.Entry<String, CategoryTotals> category : categories.entrySet()) {
        if (budget.category().map(category.getKey()::equals).orElse(true)) {
          spent = Math.addExact(spent, category.getValue().spent());
        }
      }
      ofDay.merge(day.date(), spent, Math::addExact);
    }
    long sum = 0;
    for (Map.Entry<LocalDate, Long> day : ofDay.entrySet()) {
      sum = Math.addExact(sum, day.getValue());
      day.setValue(sum);
    }
    return ofDay;
  }

  private static long upTo(LocalDate date, SortedMap<LocalDate, Long> spentBy) {
    SortedMap<LocalDate, Long> before = spentBy.headMap(date.plusDays(1));
    return before.isEmpty() ? 0 : before.get(before.lastKey());
  }

  private static Optional<LocalDate> exceededOn(
      Budget budget, SortedMap<LocalDate, Long> spentBy, YearMonth month, Optional<Pace> pace) {
    long limit = budget.limit().minorUnits();
    return month
        .atDay(1)
        .datesUntil(month.plusMonths(1).atDay(1))
        .filter(
            date ->
                upTo(date, spentBy) > limit || pace.map(at -> at.passes(limit, date)).orElse(false))
        .findFirst();
  }

  /**
   * What is spent, going on as up to today.
   *
   * @param spent up to today, in minor units
   */
  private record Pace(long spent, LocalDate today) {
    long atTheEnd() {
      return new BigDecimal(spent)
          .multiply(BigDecimal.valueOf(today.lengthOfMonth()))
          .divide(BigDecimal.valueOf(today.getDayOfMonth()), 0, RoundingMode.HALF_UP)
          .longValueExact();
    }

    /** Whether more than the limit is spent by a day to come. */
    boolean passes(long limit, LocalDate date) {
      return date.isAfter(today)
          && product(spent, date.getDayOfMonth()).compareTo(product(limit, today.getDayOfMonth()))
              > 0;
    }

    private static BigInteger product(long amount, int days) {
      return BigInteger.valueOf(amount).multiply(BigInteger.valueOf(days));
    }
  }

  private static Money money(long minorUnits, Budget budget) {
    return new Money(minorUnits, budget.currency());
  }

  /** Writes the budget's own members and these; {@code left} is negative once it is exceeded. */
  void writeMembers(JsonGenerator json) throws IOException {
    BudgetJson.writeMembers(json, budget);
    if (isDefault) {
      json.writeBooleanField("default", true);
    }
    Money left = money(Math.subtractExact(budget.limit().minorUnits(), spent.minorUnits()), budget);
    json.writeNumberField("spent", spent.toDecimal());
    json.writeNumberField("left", left.toDecimal());
    json.writeNumberField("percent", percent());
    if (projected.isPresent()) {
      json.writeNumberField("projected", projected.get().toDecimal());
    }
    if (exceededOn.isPresent()) {
      json.writeStringField("exceededOn", exceededOn.get().toString());
    }
  }

  /** How much of the limit is spent, to a tenth; rounded down, so that 100 means reached. */
  private BigDecimal percent() {
    return spent
        .toDecimal()
        .movePointRight(2)
        .divide(budget.limit().toDecimal(), 1, RoundingMode.DOWN);
  }
}
