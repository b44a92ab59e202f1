package outlay.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final LocalDate DAY = LocalDate.of(2025, 1, 30);

  private final Ledger ledger = new Ledger();

  @Test
  void alerts_withoutABudget_areTheDefaults() {
    spend(1, DAY, "80.00");

    assertThat(alerts()).containsExactly("ann 2025-01#INR#80#100");
  }

  @Test
  void alerts_withBudgets_areTheirs() {
    ledger.set(limit(Optional.empty(), 70));
    ledger.set(limit(Optional.of("Food"), 100));
    ledger.set(limit(Optional.of("Rent"), 1));
    spend(1, DAY, "80.00");

    assertThat(alerts())
        .containsExactly(
            "ann 2025-01#INR#100#70", "ann 2025-01#INR#80#70", "ann 2025-01#INR#Food#80#100");
  }

  @Test
  void alerts_ofAMonthThatDidNotChangeSince_areUnknown() {
    spend(1, DAY, "80.00");
    spend(2, DAY.plusMonths(1), "90.00");
    ledger.set(limit(Optional.empty(), 90));
    spend(3, DAY.plusMonths(1), "1.00");

    assertThat(alerts()).containsExactly("ann 2025-02#INR#100#90", "ann 2025-02#INR#80#90");
  }

  private void spend(int expense, LocalDate date, String amount) {
    Content content = new Content(date, false, "Food", "INR", new BigDecimal(amount));
    ledger.apply(new Change(Change.Kind.CREATE, "ann", expense, List.of(content)));
  }

  private static Limit limit(Optional<String> category, int amount) {
    return new Limit("ann", "INR", category, BigDecimal.valueOf(amount));
  }

  private Set<String> alerts() {
    return Expected.alerts(
        ledger,
        key -> Integer.toString(key.expense()),
        BigDecimal.valueOf(100),
        List.of(80, 100),
        BigDecimal.valueOf(500));
  }
}
