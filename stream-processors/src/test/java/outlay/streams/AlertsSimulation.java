package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import outlay.alerts.AlertFixtures;
import outlay.alerts.AlertLog;
import outlay.alerts.AlertMessage;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DueAlerts;
import outlay.alerts.InMemoryAlertLog;
import outlay.alerts.InMemorySpendingState;
import outlay.model.Alert;
import outlay.model.Budgets;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.model.Notice;
import outlay.store.Backoff;
import outlay.totals.UserDay;

/**
 * Months in which totals grow and shrink and budgets change, compared by two functions at once
 * through a bad stream, a log that throttles and loses answers, a topic that fails, and kills at
 * any of their steps. What must have been told in the end is computed from the state alone. Unlike
 * in {@link World}, budgets change, and each function has a thread.
 */
final class AlertsSimulation {
  private static final String TOTALS = "totals";
  private static final String BUDGETS = "budgets";
  private static final YearMonth MONTH = AlertFixtures.JANUARY;
  private static final Budgets.Defaults DEFAULTS =
      new Budgets.Defaults(
          new java.math.BigDecimal(1000), List.of(80, 100), new java.math.BigDecimal(500));

  /** What a process that is killed does not survive. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Random random;
  private final Turns turns;
  private final InMemoryAlertLog stored = new InMemoryAlertLog();
  private final InMemorySpendingState state = new InMemorySpendingState(stored);
  private final SimulatedStream stream;
  private final Map<InMemoryAlertLog.Key, Integer> told = new HashMap<>();
  private final Map<InMemoryAlertLog.Key, Integer> cutOff = new HashMap<>();
  private final double faults;
  private Instant now = Instant.parse("2026-01-22T12:00:00Z");
  private boolean calm;
  private int tokens;

  AlertsSimulation(long seed) {
    this.random = Seeds.random(seed);
    this.turns = new Turns(random, 0.2);
    this.stream = new SimulatedStream(random, 2);
    this.faults = random.nextDouble() * 0.1;
  }

  /** Runs to the end, and says what is wrong: alerts never told, or told too often. */
  List<String> wrongs() {
    turns.add(this::write);
    turns.add(() -> work(new Lifetime()));
    turns.add(() -> work(new Lifetime()));
    turns.run();
    List<String> wrongs = new ArrayList<>();
    for (String userId : List.of("ann", "bob")) {
      new Budgets(state.budgets(userId).readable(), DEFAULTS)
          .reachedBy(state.spending(userId, MONTH), userId, MONTH).stream()
              .map(InMemoryAlertLog.Key::of)
              .filter(key -> !told.containsKey(key))
              .forEach(key -> wrongs.add("never told: " + key));
    }
    told.forEach(
        (key, times) -> {
          if (times > 1 + cutOff.getOrDefault(key, 0)) {
            wrongs.add("told " + times + " times: " + key);
          }
        });
    return wrongs;
  }

  private void write() {
    for (int i = 0; i < 40; i++) {
      turns.rest(random.nextInt(30));
      String userId = random.nextBoolean() ? "ann" : "bob";
      if (random.nextInt(8) == 0) {
        state.setBudget(
            userId,
            AlertFixtures.budget(
                Optional.empty(), Integer.toString(500 + random.nextInt(3) * 200)));
        stream.add(userId, number -> Records.key(number, BUDGETS, userId, "budget", "INR"));
      } else {
        recount(userId);
      }
    }
    calm = true;
    stream.close();
  }

  private void recount(String userId) {
    UserDay day = new UserDay(userId, MONTH.atDay(1 + random.nextInt(4)));
    DayTotals before = state.totals.getOrDefault(day, DayTotals.of(List.of()));
    DayTotals after =
        DayTotals.of(
            List.of(
                new DayEntry(
                    ExpenseType.EXPENSE,
                    "Food",
                    new Money(100L * (1 + random.nextInt(400)), AlertFixtures.INR),
                    false)));
    state.totals.put(day, after);
    stream.add(userId, number -> Records.totals(number, TOTALS, day, before, after));
  }

  private void work(Lifetime life) {
    StreamEdge edge =
        new StreamEdge(
            "alerts",
            Set.of(TOTALS, BUDGETS),
            failure -> {
              throw new AssertionError("nothing here is poison: " + failure);
            },
            new DirectExecutor(),
            backoff());
    Function<DynamodbEvent, StreamsEventResponse> function =
        event -> {
          life.start();
          Reaction<User, AlertHint> reaction =
              new RaiseAlerts(
                  new AlertHints("expenses", TOTALS, life.clock()),
                  new DueAlerts(state, DEFAULTS),
                  new AlertRaiser(
                      life.log(),
                      life::publish,
                      life.clock(),
                      backoff(),
                      () -> "token" + tokens++));
          return edge.handle(event, () -> 20_000, reaction).response();
        };
    while (stream.deliver(function)) {
      pass(10);
    }
  }

  private Backoff backoff() {
    return new Backoff(
        Duration.ofMillis(100),
        Duration.ofSeconds(2),
        bound -> random.nextInt((int) bound),
        this::pass);
  }

  private void pass(long millis) {
    now = now.plusMillis(millis);
    turns.step();
  }

  /** A life of a function's process; a new one is there at once when it is killed. */
  private final class Lifetime {
    private final Set<InMemoryAlertLog.Key> unmarked = new HashSet<>();
    private boolean killed;

    void start() {
      killed = false;
      unmarked.clear();
    }

    Clock clock() {
      return new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
    }

    String publish(AlertMessage message) {
      mayDie();
      mayFail();
      for (String id : message.alerts()) {
        InMemoryAlertLog.Key key = new InMemoryAlertLog.Key(message.userId(), id);
        told.merge(key, 1, Integer::sum);
        unmarked.add(key);
      }
      mayDie();
      return "message";
    }

    AlertLog log() {
      return new AlertLog() {
        @Override
        public Claim claim(Notice notice, Lease lease, Instant at) {
          mayDie();
          mayFail();
          Claim claim = stored.claim(notice, lease, at);
          mayFail(); // The answer is lost.
          return claim;
        }

        @Override
        public void sent(Alert alert, String token, String messageId, Instant at) {
          mayDie();
          mayFail();
          stored.sent(alert, token, messageId, at);
          unmarked.remove(InMemoryAlertLog.Key.of(alert));
          mayFail();
        }

        @Override
        public void release(Alert alert, String token) {
          mayDie();
          mayFail();
          stored.release(alert, token);
        }
      };
    }

    private void mayDie() {
      pass(5);
      if (!killed && !calm && random.nextDouble() < faults / 3) {
        killed = true;
        unmarked.forEach(key -> cutOff.merge(key, 1, Integer::sum));
      }
      if (killed) {
        throw new Killed();
      }
    }

    private void mayFail() {
      if (!calm && random.nextDouble() < faults) {
        throw new IllegalStateException("throttled");
      }
    }
  }
}
