package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;
import static outlay.query.Fixtures.NOON;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.edge.Json;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;

class BudgetStatusTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final Budget FOOD = budget(INR, Optional.of("Food"), 50_000);

  private final List<TotalsReader.CountedDay> days = new ArrayList<>();

  @Test
  void currentMonth_goesOnAtThisPace() {
    spend(3, "Food", 20_000);
    spend(20, "Food", 22_000);
    spend(20, "Fun", 99_999);

    assertThat(json(FOOD, 20))
        .isEqualTo(
            "{\"currency\":\"INR\",\"category\":\"Food\",\"limit\":500.00,\"alertLevels\":[80,100],"
                + "\"spent\":420.00,\"left\":80.00,\"percent\":84.0,\"projected\":630.00,"
                + "\"exceededOn\":\"2026-11-24\"}");
  }

  @Test
  void exceeded_isOnTheDayItWas_andNothingIsLeft() {
    spend(3, "Food", 50_000);
    spend(5, "Food", 1);

    BudgetStatus status = status(FOOD, 20);

    assertThat(status.exceededOn()).contains(NOVEMBER.atDay(5));
    assertThat(json(FOOD, 20)).contains("\"left\":-0.01,\"percent\":100.0");
  }

  @Test
  void exactlyTheLimit_isNotExceeded() {
    spend(30, "Food", 50_000);

    assertThat(status(FOOD, 30).exceededOn()).isEmpty();
    assertThat(json(FOOD, 30)).contains("\"left\":0.00,\"percent\":100.0,\"projected\":500.00");
  }

  @ParameterizedTest
  @CsvSource({"1, 50000", "7, 11667", "30, 50000"})
  void paceToTheLimitOrJustBelow_isNotExceeded(int today, long spent) {
    spend(1, "Food", today == 1 ? 1_666 : today == 7 ? 11_666 : spent);

    assertThat(status(FOOD, today).exceededOn()).isEmpty();
  }

  @Test
  void pace_isRoundedHalfUpToTheCurrencysDigits() {
    Budget yen = budget(JPY, Optional.empty(), 1_000_000);
    days.add(day(1, new Money(10, JPY), "Food"));

    assertThat(status(yen, 7).projected()).contains(new Money(43, JPY)); // 42.86
    assertThat(status(yen, 8).projected()).contains(new Money(38, JPY)); // 37.5
  }

  @Test
  void recordedForDaysToCome_isSpent_butNotAPace() {
    spend(28, "Food", 60_000);

    BudgetStatus status = status(FOOD, 10);

    assertThat(status.spent()).isEqualTo(new Money(60_000, INR));
    assertThat(status.projected()).contains(new Money(60_000, INR));
    assertThat(status.exceededOn()).contains(NOVEMBER.atDay(28));
  }

  @Test
  void anotherMonth_hasNoPace() {
    spend(3, "Food", 49_999);

    BudgetStatus past = BudgetStatus.of(FOOD, false, days, NOVEMBER, LocalDate.of(2026, 12, 1));
    BudgetStatus toCome = BudgetStatus.of(FOOD, false, days, NOVEMBER, LocalDate.of(2026, 10, 31));

    assertThat(List.of(past, toCome))
        .allSatisfy(
            status -> {
              assertThat(status.projected()).isEmpty();
              assertThat(status.exceededOn()).isEmpty();
              assertThat(status.spent()).isEqualTo(new Money(49_999, INR));
            });
  }

  @Test
  void nothingSpent_isNothing() {
    assertThat(json(FOOD, 1))
        .endsWith("\"spent\":0.00,\"left\":500.00,\"percent\":0.0,\"projected\":0.00}");
  }

  @Test
  void percent_isRoundedDown_soThatAHundredIsReached() {
    spend(3, "Food", 49_999);

    assertThat(json(FOOD, 3)).contains("\"percent\":99.9");
  }

  @Test
  void theLargestAmounts_doNotOverflow() {
    Budget largest = budget(JPY, Optional.empty(), Money.MAX_MINOR_UNITS);
    days.add(day(1, new Money(Money.MAX_MINOR_UNITS, JPY), "Food"));

    assertThat(status(largest, 1).projected()).contains(new Money(30 * Money.MAX_MINOR_UNITS, JPY));
    assertThat(status(largest, 1).exceededOn()).contains(NOVEMBER.atDay(2));
  }

  @Test
  void income_isNotSpent() {
    days.add(
        new TotalsReader.CountedDay(
            NOVEMBER.atDay(1),
            DayTotals.of(
                List.of(new DayEntry(ExpenseType.INCOME, "Food", new Money(9, INR), false))),
            NOON));

    assertThat(status(FOOD, 1).spent()).isEqualTo(Money.zero(INR));
  }

  private void spend(int day, String category, long minorUnits) {
    days.add(day(day, new Money(minorUnits, INR), category));
  }

  private static TotalsReader.CountedDay day(int day, Money money, String category) {
    return new TotalsReader.CountedDay(
        NOVEMBER.atDay(day),
        DayTotals.of(List.of(new DayEntry(ExpenseType.EXPENSE, category, money, false))),
        NOON);
  }

  private BudgetStatus status(Budget budget, int today) {
    return BudgetStatus.of(budget, false, days, NOVEMBER, NOVEMBER.atDay(today));
  }

  private String json(Budget budget, int today) {
    return Json.object(status(budget, today)::writeMembers);
  }

  private static Budget budget(Currency currency, Optional<String> category, long limit) {
    return new Budget(
        currency, category, new Money(limit, currency), List.of(80, 100), Optional.empty());
  }
}
