package outlay.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HistoriesTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 30);
  private static final List<String> USERS = List.of("ann", "bob", "cyd");

  @Test
  void random_isTheSameForASeed() {
    assertThat(history(7)).isEqualTo(history(7)).isNotEqualTo(history(8)).hasSize(500);
  }

  @Test
  void random_hasEveryKindUserMonthAndCurrency() {
    List<Change> history = history(1);

    assertThat(history.stream().map(Change::kind).collect(Collectors.toSet()))
        .isEqualTo(EnumSet.allOf(Change.Kind.class));
    assertThat(history.stream().map(Change::user).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(USERS));
    assertThat(contents(history).stream().map(Content::currency).collect(Collectors.toSet()))
        .hasSize(3);
    assertThat(contents(history).stream().map(each -> each.date().getMonth()).distinct().count())
        .isGreaterThan(2);
  }

  @Test
  void everyChange_changesSomething() {
    Ledger ledger = new Ledger();

    assertThat(history(3)).allSatisfy(change -> assertThat(ledger.apply(change)).isNotEmpty());
  }

  @Test
  void apply_whatCannotBe_doesNothing() {
    Ledger ledger = new Ledger();

    assertThat(ledger.apply(new Change(Change.Kind.DELETE, "ann", 1, List.of()))).isEmpty();
    assertThat(ledger.expenses()).isEmpty();
  }

  private static List<Change> history(long seed) {
    return Histories.random(seed, 500, USERS, FIRST);
  }

  private static List<Content> contents(List<Change> history) {
    return history.stream().flatMap(change -> change.contents().stream()).toList();
  }
}
