package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DayTotalsTest {
  private static final Currency INR = Currency.of("INR");
  private static final Currency JPY = Currency.of("JPY");

  @Test
  void of_sumsByCurrencyAndCategory_andLeavesOutWhatIsDeleted() {
    DayTotals totals =
        DayTotals.of(
            List.of(
                spent("Food", 100, INR),
                spent("Food", 50, INR),
                new DayEntry(ExpenseType.INCOME, "Food", new Money(7, INR), false),
                spent("Food", 3, JPY),
                new DayEntry(ExpenseType.EXPENSE, "Rent", new Money(900, INR), true)));

    assertThat(totals.currencies())
        .isEqualTo(
            Map.of(
                INR, Map.of("Food", new CategoryTotals(150, 7, 3)),
                JPY, Map.of("Food", new CategoryTotals(3, 0, 1))));
  }

  @Test
  void of_nothing_isEmpty() {
    assertThat(DayTotals.of(List.of()).currencies()).isEmpty();
  }

  @Test
  void of_tooManyCategories_keepsTheLargest_andSumsTheRestUnderOther() {
    List<DayEntry> entries = new ArrayList<>();
    for (int i = 1; i <= 20_000; i++) {
      entries.add(spent("c" + i, i, INR));
    }

    Map<String, CategoryTotals> categories =
        new TreeMap<>(DayTotals.of(entries).currencies()).get(INR);

    assertThat(categories).hasSize(DayTotals.MAX_CATEGORIES + 1);
    assertThat(categories).containsKeys("c20000", "c19801", DayTotals.OTHER);
    assertThat(categories)
        .containsEntry(DayTotals.OTHER, new CategoryTotals(196_029_900, 0, 19_800));
  }

  @Test
  void of_sumsThatDoNotFit_isRefused() {
    List<DayEntry> entries = List.of(spent("Food", Long.MAX_VALUE, INR), spent("Food", 1, INR));

    assertThatThrownBy(() -> DayTotals.of(entries)).isInstanceOf(ArithmeticException.class);
  }

  @Property
  void of_anyOrder_isTheSame(@ForAll("entries") List<DayEntry> entries, @ForAll long seed) {
    List<DayEntry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(DayTotals.of(shuffled)).isEqualTo(DayTotals.of(entries));
  }

  @Property
  void of_losesNothing(@ForAll("entries") List<DayEntry> entries) {
    MonthSpending spending = MonthSpending.of(List.of(DayTotals.of(entries)));

    for (Currency currency : spending.currencies()) {
      long expected =
          entries.stream()
              .filter(entry -> !entry.deleted() && entry.type() == ExpenseType.EXPENSE)
              .filter(entry -> entry.money().currency().equals(currency))
              .mapToLong(entry -> entry.money().minorUnits())
              .sum();
      Budget all =
          new Budget(
              currency,
              java.util.Optional.empty(),
              new Money(1, currency),
              List.of(100),
              java.util.Optional.empty());
      assertThat(spending.against(all).minorUnits()).isEqualTo(expected);
    }
  }

  @Provide
  Arbitrary<List<DayEntry>> entries() {
    Arbitrary<DayEntry> entry =
        Combinators.combine(
                Arbitraries.of(ExpenseType.values()),
                Arbitraries.integers().between(1, 300),
                Arbitraries.longs().between(1, 1_000_000),
                Arbitraries.of(INR, JPY, Currency.of("JOD")),
                Arbitraries.of(true, false))
            .as(
                (type, category, amount, currency, deleted) ->
                    new DayEntry(type, "c" + category, new Money(amount, currency), deleted));
    return entry.list().ofMaxSize(600);
  }

  private static DayEntry spent(String category, long minorUnits, Currency currency) {
    return new DayEntry(ExpenseType.EXPENSE, category, new Money(minorUnits, currency), false);
  }
}
