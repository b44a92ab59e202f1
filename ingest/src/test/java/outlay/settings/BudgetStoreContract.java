package outlay.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
  private static final Instant NOW = Instant.parse("2026-01-22T10:00:00Z");
  private static final Instant LATER = NOW.plusNanos(1000);

  abstract BudgetStore store();

  /** What is stored for the user, by key, and whether it names its levels. */
  abstract Map<String, InMemoryBudgetStore.Stored> stored(String userId);

  @Test
  void put_first_isNewAndThenIsNot() {
    assertThat(store().put("asha", food(100, Optional.empty()), true, NOW)).isTrue();
    assertThat(store().put("asha", food(100, Optional.empty()), true, NOW)).isFalse();
    assertThat(store().put("ben", food(100, Optional.empty()), true, NOW)).isTrue();

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
    store().put("asha", all, true, NOW);
    store().put("asha", less, false, NOW);

    assertThat(stored("asha"))
        .containsExactly(Map.entry("INR", new InMemoryBudgetStore.Stored(less, false)));
  }

  @Test
  void put_tooMany_isRefused_butNotTheChangeOfOne() {
    for (int number = 0; number < BudgetStore.MAX_BUDGETS; number++) {
      store().put("asha", named("Category " + number, 1), true, NOW);
    }

    assertThatThrownBy(() -> store().put("asha", named("One more", 1), true, NOW))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_BUDGETS));
    assertThat(store().put("asha", named("Category 7", 2), true, NOW)).isFalse();
    assertThat(store().put("ben", named("One more", 1), true, NOW)).isTrue();
    store().delete("asha", "INR#Category 9", NOW);
    assertThat(store().put("asha", named("One more", 1), true, NOW)).isTrue();
  }

  @Test
  void put_appliedAfterALaterOne_changesNothing() {
    store().put("asha", food(1, Optional.empty()), true, NOW);
    store().put("asha", food(2, Optional.empty()), true, LATER);

    assertThat(store().put("asha", food(1, Optional.empty()), true, NOW)).isFalse();

    assertThat(stored("asha").get("INR#Food"))
        .isEqualTo(new InMemoryBudgetStore.Stored(food(2, Optional.empty()), true));
  }

  @Test
  void delete_appliedAfterALaterPut_changesNothing() {
    store().put("asha", food(2, Optional.empty()), true, LATER);

    store().delete("asha", "INR#Food", NOW);

    assertThat(stored("asha")).hasSize(1);
    store().delete("asha", "INR#Food", LATER);
    assertThat(stored("asha")).isEmpty();
  }

  @Test
  void delete_removesTheUsersOnly_andAgainDoesNothing() {
    store().put("asha", food(1, Optional.empty()), true, NOW);
    store().put("ben", food(1, Optional.empty()), true, NOW);

    store().delete("asha", "INR#Food", NOW);
    store().delete("asha", "INR#Food", NOW);

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
