package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outlay.model.Budget;
import outlay.model.Money;

/** What every budget reader does; the fake and its real twin pass it alike. */
abstract class BudgetReaderContract {
  private static final Budget FOOD =
      new Budget(
          INR, Optional.of("Food#and/more"), new Money(50_000, INR), List.of(50), Optional.empty());
  private static final Budget ALL_YEN =
      new Budget(
          JPY,
          Optional.empty(),
          new Money(9_000, JPY),
          List.of(80, 100),
          Optional.of(new Money(700, JPY)));

  abstract BudgetReader reader();

  abstract void put(String userId, Budget budget);

  @Test
  void own_areTheUsers() {
    put("asha", ALL_YEN);
    put("asha", FOOD);
    put("ben", FOOD);

    assertThat(reader().own("asha")).containsExactlyInAnyOrder(FOOD, ALL_YEN);
    assertThat(reader().own("nobody")).isEmpty();
  }

  @Test
  void find_isTheUsersUnderTheKey() {
    put("asha", FOOD);

    assertThat(reader().find("asha", "INR#Food#and/more")).contains(FOOD);
    assertThat(reader().find("asha", "INR")).isEmpty();
    assertThat(reader().find("ben", "INR#Food#and/more")).isEmpty();
  }
}
