package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outlay.alerts.AlertFixtures;
import outlay.alerts.AlertLog;
import outlay.alerts.AlertMessage;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DueAlerts;
import outlay.alerts.InMemoryAlertLog;
import outlay.alerts.InMemorySpendingState;
import outlay.edge.TestContext;
import outlay.model.Budget;
import outlay.model.Budgets;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.store.Backoff;
import outlay.totals.UserDay;

class AlertsHandlerTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:30:00Z"), ZoneOffset.UTC);

  private final InMemoryAlertLog log = new InMemoryAlertLog();
  private final InMemorySpendingState state = new InMemorySpendingState(log);
  private final List<AlertMessage> published = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private boolean topicIsDown;
  private int tokens;

  @Test
  void aLargeExpense_isToldOnce() {
    assertDone(handle(Samples.event("expenses.json")));
    assertDone(handle(Samples.event("expenses.json")));

    assertThat(published)
        .extracting(AlertMessage::alerts)
        .containsExactly(List.of("expense#019be5a2-0000-7000-8000-000000000001"));
  }

  @Test
  void anExpenseBelowTheBudgetsOwnThreshold_isNotTold() {
    state.setBudget(
        "ann",
        new Budget(
            AlertFixtures.INR,
            Optional.empty(),
            AlertFixtures.inr("50000"),
            List.of(100),
            Optional.of(AlertFixtures.inr("900.01"))));

    assertDone(handle(Samples.event("expenses.json")));

    assertThat(published).isEmpty();
  }

  @Test
  void levelsThatAreReached_areTold_withWhatGrewMost() {
    spent("2026-01-01", "Food", "100");
    spent("2026-01-22", "Rent", "10000");

    assertDone(handle(Samples.event("totals.json")));

    assertThat(published)
        .extracting(AlertMessage::alerts)
        .containsExactly(List.of("2026-01#INR#80#10000"), List.of("2026-01#INR#100#10000"));
    assertThat(published).allSatisfy(mail -> assertThat(mail.text()).contains("2026-01-22, Rent"));
  }

  @Test
  void aBudgetThatIsSet_isComparedWithTheMonthThatItIs() {
    spent("2026-01-05", "Food", "600");
    spent("2026-02-01", "Food", "600");
    state.setBudget("ann", AlertFixtures.budget(Optional.of("Food"), "700"));

    assertDone(handle(Records.event(Records.key("100", "budgets", "ann", "budget", "INR#Food"))));

    assertThat(published)
        .extracting(AlertMessage::alerts)
        .containsExactly(List.of("2026-01#INR#Food#80#700"));
  }

  @Test
  void aPublishThatFails_isDeliveredAgain_andToldThen() {
    topicIsDown = true;
    StreamsEventResponse answer = handle(Samples.event("expenses.json"));
    topicIsDown = false;

    assertThat(answer.getBatchItemFailures())
        .extracting(StreamsEventResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("4421584500000000017450439091");
    assertDone(handle(Samples.event("expenses.json")));
    assertThat(published).hasSize(1);
  }

  @Test
  void anAlertThatAnotherIsSending_isDeliveredAgain() {
    log.claim(
        AlertFixtures.large("ann", "019be5a2-0000-7000-8000-000000000001", "Rent"),
        new AlertLog.Lease("another", CLOCK.instant().plusSeconds(20)),
        CLOCK.instant());

    StreamsEventResponse answer = handle(Samples.event("expenses.json"));

    assertThat(answer.getBatchItemFailures()).hasSize(1);
    assertThat(published).isEmpty();
  }

  private void spent(String date, String category, String amount) {
    state.totals.put(
        new UserDay("ann", LocalDate.parse(date)),
        DayTotals.of(
            List.of(
                new DayEntry(ExpenseType.EXPENSE, category, AlertFixtures.inr(amount), false))));
  }

  private StreamsEventResponse handle(DynamodbEvent event) {
    Backoff noWait =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), bound -> 0, millis -> {});
    Budgets.Defaults defaults =
        new Budgets.Defaults(new BigDecimal(10000), List.of(80, 100), new BigDecimal(500));
    AlertRaiser raiser =
        new AlertRaiser(log, this::publish, CLOCK, noWait, () -> "token" + tokens++);
    return new AlertsHandler(
            new StreamEdge(
                "alerts",
                Set.of("expenses", "totals", "budgets"),
                failures::add,
                new DirectExecutor(),
                noWait),
            () ->
                new RaiseAlerts(
                    new AlertHints("expenses", "totals", CLOCK),
                    new DueAlerts(state, defaults),
                    raiser),
            report -> {})
        .handleRequest(event, new TestContext());
  }

  private String publish(AlertMessage message) {
    if (topicIsDown) {
      throw new IllegalStateException("the topic is out of reach");
    }
    published.add(message);
    return "message";
  }

  private void assertDone(StreamsEventResponse answer) {
    assertThat(answer.getBatchItemFailures()).isEmpty();
    assertThat(failures).isEmpty();
  }
}
