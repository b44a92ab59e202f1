package outlay.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import outlay.alerts.AlertFixtures;
import outlay.alerts.AlertLog;
import outlay.alerts.AlertTopic;
import outlay.alerts.Growth;
import outlay.alerts.SpendingState;
import outlay.model.Alert;
import outlay.model.Money;
import outlay.model.Notice;

/** Whatever is killed, alerts are told, and no more often than the kills explain. */
class AlertsSimulationTest {
  private static final int SEEDS = 300;

  @Test
  void anyHistory_tellsWhatIsReached() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertThat(new AlertsSimulation(seed).wrongs()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void onCrossingsInsteadOfState_goesWrong() {
    assertGoesWrong(
        seed ->
            new AlertsSimulation(seed) {
              @Override
              Reaction<User, AlertHint> reaction(
                  AlertHints hints,
                  SpendingState state,
                  AlertLog log,
                  AlertTopic topic,
                  Clock clock) {
                return new OnCrossings(super.reaction(hints, state, log, topic, clock), state);
              }
            });
  }

  @Test
  void markedBeforePublished_goesWrong() {
    assertGoesWrong(
        seed ->
            new AlertsSimulation(seed) {
              @Override
              Reaction<User, AlertHint> reaction(
                  AlertHints hints,
                  SpendingState state,
                  AlertLog log,
                  AlertTopic topic,
                  Clock clock) {
                return super.reaction(hints, state, new MarkingAtOnce(log), topic, clock);
              }
            });
  }

  private static void assertGoesWrong(LongFunction<AlertsSimulation> simulation) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      if (!simulation.apply(seed).wrongs().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("no seed of " + SEEDS + " misses this guard");
  }

  /** Goes on only if one change alone leads from below a level to above it. */
  private record OnCrossings(Reaction<User, AlertHint> rest, SpendingState state)
      implements Reaction<User, AlertHint> {
    @Override
    public Map<User, AlertHint> read(DynamoChange change) {
      return rest.read(change);
    }

    @Override
    public void react(User user, List<AlertHint> hints, Attempt attempt) {
      List<AlertHint> crossing =
          hints.stream().filter(hint -> crosses(user, (AlertHint.Month) hint)).toList();
      if (!crossing.isEmpty()) {
        rest.react(user, crossing, attempt);
      }
    }

    private boolean crosses(User user, AlertHint.Month month) {
      if (month.growths().isEmpty()) {
        return true; // A budget was changed: nothing to miss there.
      }
      Money all =
          state
              .spending(user.userId(), month.month())
              .against(AlertFixtures.budget(java.util.Optional.empty(), "1"));
      long grown = month.growths().stream().mapToLong(Growth::minorUnits).sum();
      Money limit =
          state.budgets(user.userId()).readable().stream()
              .findFirst()
              .map(outlay.model.Budget::limit)
              .orElse(Money.of(new BigDecimal(1000), AlertFixtures.INR));
      return Set.of(80, 100).stream()
          .mapToLong(level -> limit.minorUnits() * level / 100)
          .anyMatch(at -> all.minorUnits() - grown < at && at <= all.minorUnits());
    }

    @Override
    public List<BatchReport.Measure> measures() {
      return rest.measures();
    }
  }

  private record MarkingAtOnce(AlertLog log) implements AlertLog {
    @Override
    public Claim claim(Notice notice, Lease lease, Instant now) {
      Claim claim = log.claim(notice, lease, now);
      if (claim == Claim.OURS) {
        log.sent(notice.alert(), lease.token(), "not yet", now);
      }
      return claim;
    }

    @Override
    public void sent(Alert alert, String token, String messageId, Instant now) {}

    @Override
    public void release(Alert alert, String token) {}
  }
}
