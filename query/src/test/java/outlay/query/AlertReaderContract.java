package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.NOON;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Money;
import outlay.query.AlertReader.Raised;

/** What every alert reader does; the fake and its real twin pass it alike. */
abstract class AlertReaderContract {
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);

  abstract AlertReader reader();

  abstract void put(Raised alert);

  @Test
  void newest_bothKindsOfTheUsersMonth_theNewestFirst() {
    Raised budget = new Raised(budget("asha", JANUARY, 80), true, NOON);
    Raised large = new Raised(large("asha", "2026-01-31", "e1"), false, NOON.plusMillis(5));
    Raised older = new Raised(large("asha", "2026-01-01", "e2"), true, NOON.minusSeconds(9));
    put(older);
    put(large);
    put(budget);
    put(new Raised(budget("asha", JANUARY.plusMonths(1), 80), true, NOON));
    put(new Raised(large("asha", "2025-12-31", "e3"), true, NOON));
    put(new Raised(budget("ben", JANUARY, 80), true, NOON));

    assertThat(reader().newest("asha", JANUARY, 9)).containsExactly(large, budget, older);
    assertThat(reader().newest("asha", JANUARY, 2)).containsExactly(large, budget);
    assertThat(reader().newest("nobody", JANUARY, 9)).isEmpty();
  }

  @Test
  void newest_allOfAMonth_areInOrder() {
    List<Raised> all =
        java.util.stream.IntStream.range(0, 60)
            .mapToObj(
                number ->
                    new Raised(
                        large("asha", "2026-01-01", "e" + number), true, NOON.plusSeconds(-number)))
            .toList();
    all.forEach(this::put);

    assertThat(reader().newest("asha", JANUARY, 500)).isEqualTo(all);
  }

  static Alert.BudgetReached budget(String user, YearMonth month, int level) {
    Budget budget =
        new Budget(
            INR, Optional.of("Food"), new Money(5_000, INR), List.of(level), Optional.empty());
    return new Alert.BudgetReached(user, month, budget, level, new Money(4_200, INR));
  }

  static Alert.LargeExpense large(String user, String date, String id) {
    return new Alert.LargeExpense(
        user, id, LocalDate.parse(date), "Fun", new Money(90_000, INR), new Money(50_000, INR));
  }
}
