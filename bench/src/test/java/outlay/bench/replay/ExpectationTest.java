package outlay.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import outlay.bench.AlertKey;
import outlay.bench.Cell;
import outlay.bench.Fixtures;
import outlay.bench.Slot;

class ExpectationTest {

  @Test
  void cells_equalRows_countTwice() {
    Map<Slot, Cell> cells =
        Expectation.cells(List.of(Fixtures.LUNCH, Fixtures.LUNCH_AGAIN, Fixtures.SALARY));

    assertThat(cells)
        .containsOnly(
            Map.entry(
                new Slot("ann", "2026-01-30", "USD", "Food"),
                new Cell(new BigDecimal("17.00"), BigDecimal.ZERO, 2)),
            Map.entry(
                new Slot("ann", "2026-01-31", "USD", "Salary"),
                new Cell(BigDecimal.ZERO, new BigDecimal("100.0"), 1)));
  }

  @Test
  void alerts_belowEveryLevel_areNone() {
    assertThat(
            Expectation.alerts(
                Map.of(
                    Fixtures.withAmount(Fixtures.LUNCH, 1, "499.99"), "a",
                    Fixtures.withAmount(Fixtures.SALARY, 2, "500000"), "b")))
        .isEmpty();
  }

  @Test
  void alerts_largeExpense_fromTheThresholdOn() {
    assertThat(
            Expectation.alerts(Map.of(Fixtures.withAmount(Fixtures.LUNCH, 1, "500.00"), "an-id")))
        .containsExactly(new AlertKey("ann", "expense#an-id"));
  }

  @Test
  void alerts_monthReachesALevelExactly_countsAsReached() {
    assertThat(
            Expectation.alerts(
                Map.of(
                    Fixtures.withAmount(Fixtures.LUNCH, 1, "7999.99"), "a",
                    Fixtures.withAmount(Fixtures.LUNCH, 2, "0.01"), "b")))
        .containsExactlyInAnyOrder(
            new AlertKey("ann", "expense#a"), new AlertKey("ann", "2026-01#USD#80#10000"));
  }

  @Test
  void alerts_bothLevelsAtOnce_areTwo() {
    assertThat(Expectation.alerts(Map.of(Fixtures.withAmount(Fixtures.RENT, 1, "10000"), "a")))
        .containsExactlyInAnyOrder(
            new AlertKey("中村", "expense#a"),
            new AlertKey("中村", "2026-02#JPY#80#10000"),
            new AlertKey("中村", "2026-02#JPY#100#10000"));
  }

  @Test
  void namedIn_digest_isEveryAlertOnALineOfItsOwn() {
    String text =
        """
        Two things happened.

        Alert: 2026-02#JPY#80#10000 of 中村
        12000 of 10000 JPY
        Alert: expense#a of ann lee

        No Alert: this one
        """;

    assertThat(AlertKey.namedIn(text.replace("\n", "\r\n")))
        .containsExactly(
            new AlertKey("中村", "2026-02#JPY#80#10000"), new AlertKey("ann lee", "expense#a"));
  }
}
