package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outlay.alerts.AlertFixtures;
import outlay.edge.TestContext;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.store.Backoff;
import outlay.totals.DayCounter;
import outlay.totals.UserDay;

class TotalsHandlerTest {
  private static final DayEntry RENT =
      new DayEntry(ExpenseType.EXPENSE, "Rent", AlertFixtures.inr("900"), false);
  private static final UserDay ANNS = new UserDay("ann", LocalDate.of(2026, 1, 22));
  private static final UserDay BOBS = new UserDay("bob", LocalDate.of(2025, 10, 20));

  private final SimulatedDays days =
      new SimulatedDays(new Random(1), new Turns(new Random(1), 0), 0);
  private final List<BatchReport> reports = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  @Test
  void aRealEvent_countsTheDaysThatItNames() {
    days.expenses.put("ann", Map.of("e1", new SimulatedDays.Stored(ANNS.day(), RENT)));

    StreamsEventResponse answer =
        handler().handleRequest(Samples.event("expenses.json"), new TestContext());

    assertThat(answer.getBatchItemFailures()).isEmpty();
    assertThat(failures).isEmpty();
    assertThat(days.totals(ANNS)).isEqualTo(DayTotals.of(List.of(RENT)));
    assertThat(days.wasCounted(BOBS)).isTrue(); // Though nothing is left of it.
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).measures())
        .containsExactly(
            BatchReport.Measure.count("DaysCounted", 2),
            BatchReport.Measure.count("Conflicts", 0),
            new BatchReport.Measure("SecondsToCounted", 4.876, BatchReport.Measure.Unit.SECONDS));
  }

  @Test
  void anotherTablesEvent_isRefused() {
    StreamsEventResponse answer =
        handler().handleRequest(Samples.event("totals.json"), new TestContext());

    assertThat(answer.getBatchItemFailures()).isEmpty();
    assertThat(failures).hasSize(1);
  }

  private TotalsHandler handler() {
    Backoff noWait =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), bound -> 0, millis -> {});
    Clock clock = Clock.fixed(Instant.parse("2026-01-22T10:15:35Z"), ZoneOffset.UTC);
    return new TotalsHandler(
        new StreamEdge(
            "totals", Set.of(Records.EXPENSES), failures::add, new DirectExecutor(), noWait),
        new DayCounter(days, clock, noWait),
        clock,
        reports::add);
  }
}
