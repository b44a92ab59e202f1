package outlay.jobs.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;

final class DayDigestTest {
  private static final DayTotals LUNCH = day(ExpenseType.EXPENSE, "Food", 1000, "INR");

  private static DayTotals day(ExpenseType type, String category, long minor, String currency) {
    return DayTotals.of(
        List.of(new DayEntry(type, category, new Money(minor, Currency.of(currency)), false)));
  }

  private static long sum(String date, DayTotals totals) {
    return DayDigest.NONE.plus(date, totals).sum();
  }

  @Test
  void plus_inWhateverOrder_comesToTheSame() {
    DayDigest one = DayDigest.NONE.plus("2026-01-05", LUNCH).plus("2026-01-06", DayTotals.NONE);
    DayDigest other = DayDigest.NONE.plus("2026-01-06", DayTotals.NONE).plus("2026-01-05", LUNCH);

    assertThat(one).isEqualTo(other);
  }

  @Test
  void plus_aDayOnWhichNothingCounts_countsTheDayAlone() {
    assertThat(DayDigest.NONE.plus("2026-01-05", DayTotals.NONE)).isEqualTo(new DayDigest(0, 1));
  }

  @Test
  void plus_whateverDiffers_differs() {
    Set<Long> sums = new HashSet<>();
    sums.add(0L);
    sums.add(sum("2026-01-05", LUNCH));
    sums.add(sum("2026-01-06", LUNCH));
    sums.add(sum("2026-01-05", day(ExpenseType.INCOME, "Food", 1000, "INR")));
    sums.add(sum("2026-01-05", day(ExpenseType.EXPENSE, "food", 1000, "INR")));
    sums.add(sum("2026-01-05", day(ExpenseType.EXPENSE, "Food", 1001, "INR")));
    sums.add(sum("2026-01-05", day(ExpenseType.EXPENSE, "Food", 1000, "EUR")));
    sums.add(DayDigest.NONE.plus("2026-01-05", LUNCH).plus("2026-01-06", LUNCH).sum());

    assertThat(sums).hasSize(8);
  }
}
