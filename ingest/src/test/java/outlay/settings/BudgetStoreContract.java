package outlay.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.Money;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** What every budget store does; the fake and its real twin pass it alike. */
abstract class BudgetStoreContract {
  private static final Currency INR = Currency.of("INR");

  abstract BudgetStore store();

  /** What is stored for the user, by key, and whether it names its levels. */
  abstract Map<String, InMemoryBudgetStore.Stored> stored(String userId);

  @Test
  void put_first_isNewAndThenIsNot() {
    assertThat(store().put("asha", food(100, Optional.empty()), true)).isTrue();
    assertThat(store().put("asha", food(100, Optional.empty()), true)).isFalse();
    assertThat(store().put("ben", food(100, Optional.empty()), true)).isTrue();

    assertThat(stored("asha"))
        .containsExactly(
            Map.entry(
                "INR#Food", new InMemoryBudgetStore.Stored(food(100, Optional.empty()), true)));
  }

  @Test
  void put_again_leavesNothingOfTheOneBefore() {
    Budget all =
        new Budget(
            INR, Optional.empty(), new Money(1, INR), List.of(50), Optional.of(new Money(2, INR)));
    Budget less =
        new Budget(INR, Optional.empty(), new Money(3, INR), List.of(80, 100), Optional.empty());
    store().put("asha", all, true);
    store().put("asha", less, false);

    assertThat(stored("asha"))
        .containsExactly(Map.entry("INR", new InMemoryBudgetStore.Stored(less, false)));
  }

  @Test
  void put_tooMany_isRefused_butNotTheChangeOfOne() {
    for (int number = 0; number < BudgetStore.MAX_BUDGETS; number++) {
      store().put("asha", named("Category " + number, 1), true);
    }

    assertThatThrownBy(() -> store().put("asha", named("One more", 1), true))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_BUDGETS));
    assertThat(store().put("asha", named("Category 7", 2), true)).isFalse();
    assertThat(store().put("ben", named("One more", 1), true)).isTrue();
    store().delete("asha", "INR#Category 9");
    assertThat(store().put("asha", named("One more", 1), true)).isTrue();
  }

  @Test
  void delete_removesTheUsersOnly_andAgainDoesNothing() {
    store().put("asha", food(1, Optional.empty()), true);
    store().put("ben", food(1, Optional.empty()), true);

    store().delete("asha", "INR#Food");
    store().delete("asha", "INR#Food");

    assertThat(stored("asha")).isEmpty();
    assertThat(stored("ben")).hasSize(1);
  }

  private static Budget food(long limit, Optional<Money> large) {
    return new Budget(INR, Optional.of("Food"), new Money(limit, INR), List.of(50), large);
  }

  private static Budget named(String category, long limit) {
    return new Budget(
        INR, Optional.of(category), new Money(limit, INR), List.of(50), Optional.empty());
  }
}
