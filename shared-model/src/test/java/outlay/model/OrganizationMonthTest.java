package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import outlay.model.OrganizationMonth.Counting;
import outlay.model.OrganizationMonth.Sums;

class OrganizationMonthTest {
  private static final Currency INR = Currency.of("INR");
  private static final Currency JPY = Currency.of("JPY");

  @Test
  void users_areCountedOnce_inEachCurrency() {
    Counting counting = new Counting();
    counting.add("asha", day("Food", new Money(1, INR)));
    counting.add("asha", day("Food", new Money(2, JPY)));
    counting.add("asha", day("Fun", new Money(4, INR)));
    counting.add("ben", day("Food", new Money(8, INR)));
    counting.add("cleo", DayTotals.NONE);

    assertThat(counting.month().currencies())
        .isEqualTo(
            Map.of(
                INR, sums(2, Map.of("Food", spent(9, 2), "Fun", spent(4, 1))),
                JPY, sums(1, Map.of("Food", spent(2, 1)))));
  }

  @Test
  void partsOfOtherUsers_areAdded() {
    Counting one = new Counting();
    one.add("asha", day("Food", new Money(1, INR)));
    Counting other = new Counting();
    other.add("ben", day("Food", new Money(2, INR)));
    other.add("ben", day("Food", new Money(4, JPY)));

    one.add(other);

    assertThat(one.month().currencies())
        .isEqualTo(
            Map.of(
                INR, sums(2, Map.of("Food", spent(3, 2))),
                JPY, sums(1, Map.of("Food", spent(4, 1)))));
  }

  @Test
  void moreCategoriesThanCanBeTold_areOther_andNothingIsLost() {
    Counting counting = new Counting();
    for (int number = 0; number < 5_100; number++) {
      counting.add("user" + number, day("Category " + number, new Money(1, INR)));
    }

    Sums sums = counting.month().currencies().values().iterator().next();

    assertThat(sums.users()).isEqualTo(5_100);
    assertThat(sums.categories()).hasSizeLessThanOrEqualTo(DayTotals.MAX_CATEGORIES + 1);
    assertThat(sums.categories().values().stream().mapToLong(CategoryTotals::spent).sum())
        .isEqualTo(5_100);
  }

  private static DayTotals day(String category, Money money) {
    return DayTotals.of(List.of(new DayEntry(ExpenseType.EXPENSE, category, money, false)));
  }

  private static CategoryTotals spent(long minorUnits, long count) {
    return new CategoryTotals(minorUnits, 0, count);
  }

  private static Sums sums(long users, Map<String, CategoryTotals> categories) {
    return new Sums(users, new TreeMap<>(categories));
  }
}
