package outlay.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import outlay.bench.AlertKey;
import outlay.bench.Cell;
import outlay.bench.Fixtures;
import outlay.bench.Row;
import outlay.bench.Slot;
import outlay.bench.StoredExpense;
import outlay.bench.Sum;

class ComparisonTest {
  private static final Row LARGE = Fixtures.withAmount(Fixtures.LUNCH, 1, "600.00");
  private static final StoredExpense.Key LARGE_KEY = new StoredExpense.Key("ann", "id-1");
  private static final AlertKey ALERT = new AlertKey("ann", "expense#id-1");
  private static final Slot SLOT = new Slot("ann", "2026-01-30", "USD", "Food");
  private static final DataSet SET =
      new DataSet(
          "small", List.of(LARGE), List.of(), Map.of(new Sum("USD", Sum.By.ALL, ""), cell("600")));
  private static final Posted POSTED =
      new Posted(Map.of(LARGE, "id-1"), 0, 0, 0, List.of(), Duration.ofSeconds(1), List.of());

  @Test
  void differences_allAsItShouldBe_areNone() {
    DataSet set = new DataSet("small", List.of(LARGE), List.of(), Map.of());

    assertThat(
            Comparison.differences(
                set, POSTED, stored("600", 1), outcome("600.0", "sent", 1), false))
        .isEmpty();
  }

  @Test
  void differences_oneMinorUnitOff_isOneInTheTotalAndOneInThePublishedSum() {
    DataSet set =
        new DataSet("small", List.of(LARGE), List.of(), Sum.of(Map.of(SLOT, cell("600"))));

    List<String> differences =
        Comparison.differences(set, POSTED, stored("600", 1), outcome("600.01", "sent", 1), false);

    assertThat(differences)
        .contains(
            "totals: ann on 2026-01-30 in USD for Food is spent 600.01, earned 0, count 1, expected spent"
                + " 600, earned 0, count 1")
        .filteredOn(text -> text.startsWith("published sums: "))
        .hasSize(4);
  }

  @Test
  void differences_publishedSumThatIsNotStated_isOne() {
    assertThat(
            Comparison.differences(SET, POSTED, stored("600", 1), outcome("600", "sent", 1), false))
        .hasSize(3)
        .allMatch(text -> text.contains("should not be there"));
  }

  @Test
  void differences_storedOtherwise_isOne() {
    DataSet set = new DataSet("small", List.of(LARGE), List.of(), Map.of());

    assertThat(
            Comparison.differences(set, POSTED, stored("600", 2), outcome("600", "sent", 1), false))
        .singleElement()
        .asString()
        .startsWith("expenses: expense id-1 of ann is ");
  }

  @Test
  void differences_alertPendingAndNotMailed_areTwo() {
    DataSet set = new DataSet("small", List.of(LARGE), List.of(), Map.of());

    assertThat(
            Comparison.differences(
                set, POSTED, stored("600", 1), outcome("600", "pending", 0), true))
        .containsExactly(
            "alerts: alert expense#id-1 of ann is pending, expected sent",
            "inbox: alert expense#id-1 of ann is missing, expected 1");
  }

  @Test
  void differences_mailedTwice_isOneUnlessProcessesWereKilled() {
    DataSet set = new DataSet("small", List.of(LARGE), List.of(), Map.of());
    Outcome twice = outcome("600", "sent", 2);

    assertThat(Comparison.differences(set, POSTED, stored("600", 1), twice, true)).isEmpty();
    assertThat(Comparison.differences(set, POSTED, stored("600", 1), twice, false))
        .containsExactly("inbox: alert expense#id-1 of ann is 2, expected 1");
    assertThat(twice.duplicates()).isEqualTo(1);
  }

  @Test
  void differences_rowNotAccepted_isMissingFromTheTotals() {
    DataSet set = new DataSet("small", List.of(Fixtures.LUNCH), List.of(), Map.of());
    Posted nothing =
        new Posted(Map.of(), 0, 0, 0, List.of(), Duration.ofSeconds(1), List.of("API: row 1 …"));

    assertThat(
            Comparison.differences(
                set, nothing, Map.of(), new Outcome(Map.of(), Map.of(), Map.of()), false))
        .containsExactly(
            "API: row 1 …",
            "totals: ann on 2026-01-30 in USD for Food is missing, expected spent 8.5, earned 0, count 1");
  }

  @Test
  void differences_oneIdForTwoRows_isOne() {
    DataSet set =
        new DataSet("small", List.of(Fixtures.LUNCH, Fixtures.LUNCH_AGAIN), List.of(), Map.of());
    Map<Row, String> ids = new HashMap<>();
    ids.put(Fixtures.LUNCH, "id-1");
    ids.put(Fixtures.LUNCH_AGAIN, "id-1");
    Posted posted = new Posted(ids, 0, 0, 0, List.of(), Duration.ofSeconds(1), List.of());

    assertThat(
            Comparison.differences(
                set,
                posted,
                Map.of(LARGE_KEY, StoredExpense.of(Fixtures.LUNCH)),
                new Outcome(Expectation.cells(ids.keySet()), Map.of(), Map.of()),
                false))
        .containsExactly("API: expense id-1 of ann was given to 2 rows");
  }

  private static Cell cell(String spent) {
    return new Cell(new BigDecimal(spent), BigDecimal.ZERO, 1);
  }

  private static Map<StoredExpense.Key, StoredExpense> stored(String amount, long version) {
    return Map.of(
        LARGE_KEY,
        new StoredExpense(
            "2026-01-30",
            "expense",
            "Food",
            new BigDecimal(amount),
            "USD",
            "lunch",
            version,
            false));
  }

  private static Outcome outcome(String spent, String status, int mails) {
    return new Outcome(
        Map.of(SLOT, cell(spent)),
        Map.of(ALERT, status),
        mails == 0 ? Map.of() : Map.of(ALERT, mails));
  }
}
