package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import outlay.alerts.AlertLog;
import outlay.alerts.AlertMessage;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DueAlerts;
import outlay.alerts.InMemoryAlertLog;
import outlay.alerts.InMemorySpendingState;
import outlay.histories.Change;
import outlay.histories.Content;
import outlay.histories.Ledger;
import outlay.model.Alert;
import outlay.model.Budgets;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.model.MonthSpending;
import outlay.model.Notice;
import outlay.store.Backoff;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

/**
 * A history acted out against the real logic of Totals and Alerts, in a world as bad as AWS may be:
 * streams that deliver again, late, and out of order; tables that throttle, lose answers, answer
 * from the past, and apply a write long after it was given up; a topic that fails; processes that
 * are killed at any call, or run out of time.
 *
 * <p>All in one thread: whenever a function calls something, others may go on first, and are at an
 * end before it goes on itself. What happens follows from the history and the seed.
 */
final class World implements Steps {
  static final int LIMIT = 1000;
  static final List<Integer> LEVELS = List.of(80, 100);
  private static final int LARGE = 500;
  private static final Budgets.Defaults DEFAULTS =
      new Budgets.Defaults(BigDecimal.valueOf(LIMIT), LEVELS, BigDecimal.valueOf(LARGE));

  private static final String TOTALS = "totals";
  private static final int DEEPEST = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MOST_STEPS = 20_000_000;

  /** What a process that is killed does not survive. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super(null, null, false, false);
    }
  }

  private final List<Change> history;
  private final Parts parts;
  private final Random random;
  private final double faults;
  private final Ledger ledger = new Ledger();
  private final Set<UserDay> touched = new LinkedHashSet<>();
  private final SimulatedDays store;
  private final SimulatedStream toTotals;
  private final SimulatedStream toAlerts;
  private final SimulatedStream totalsToAlerts;
  private final InMemoryAlertLog stored = new InMemoryAlertLog();
  private final InMemorySpendingState state = new InMemorySpendingState(stored);
  private final Map<InMemoryAlertLog.Key, Integer> told = new TreeMap<>(World::compare);
  private final Map<InMemoryAlertLog.Key, Integer> cutOff = new HashMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private Instant now = Instant.parse("2025-01-30T12:00:00Z");
  private Invocation current = new Invocation();
  private boolean calm;
  private int next;
  private int depth;
  private int steps;
  private int tokens;

  World(List<Change> history, long seed, Parts parts) {
    this.history = history;
    this.parts = parts;
    this.random = Seeds.random(seed);
    this.faults = random.nextDouble() * 0.1;
    this.store = new Tables(random, this, faults);
    this.toTotals = new SimulatedStream(random, 1 + random.nextInt(3));
    this.toAlerts = new SimulatedStream(random, 1 + random.nextInt(3));
    this.totalsToAlerts = new SimulatedStream(random, 1 + random.nextInt(3));
  }

  private final class Tables extends SimulatedDays {
    Tables(Random random, Steps steps, double faults) {
      super(random, steps, faults);
    }

    @Override
    boolean allows(long revision, long current) {
      return parts.mayWrite(revision, current);
    }

    @Override
    void written(UserDay day, DayTotals before, DayTotals after) {
      state.totals.put(day, after);
      totalsToAlerts.add(
          day.userId(), number -> Records.totals(number, TOTALS, day, before, after));
    }
  }

  private static int compare(InMemoryAlertLog.Key one, InMemoryAlertLog.Key other) {
    return (one.userId() + " " + one.id()).compareTo(other.userId() + " " + other.id());
  }

  /**
   * Acts it out to the end, and says what is wrong then: totals, alerts never told or too often.
   */
  List<String> wrongs() {
    while (next < history.size()) {
      act();
    }
    calm = true;
    store.calm();
    List.of(toTotals, toAlerts, totalsToAlerts).forEach(SimulatedStream::close);
    while (toTotals.deliver(this::total)) {
      pass(1);
    }
    store.applyLate();
    boolean more = true;
    while (more) {
      boolean moreExpenses = toAlerts.deliver(this::alert);
      more = totalsToAlerts.deliver(this::alert) || moreExpenses;
      pass(1);
    }
    checkTotals();
    checkAlerts();
    return wrongs;
  }

  private void checkTotals() {
    for (UserDay day : touched) {
      DayTotals expected = DayTotals.of(store.read(day));
      if (!store.totals(day).equals(expected)) {
        wrongs.add(
            "%s: counted %s, should be %s"
                .formatted(day, store.totals(day).currencies(), expected.currencies()));
      }
    }
  }

  private void checkAlerts() {
    due().stream()
        .filter(key -> !told.containsKey(key))
        .forEach(key -> wrongs.add("never told: " + key));
    told.forEach(
        (key, times) -> {
          if (times > 1 + cutOff.getOrDefault(key, 0)) {
            wrongs.add("told " + times + " times: " + key);
          }
        });
  }

  /** What must have been told, by what is stored in the end. */
  private Set<InMemoryAlertLog.Key> due() {
    Map<String, Map<YearMonth, List<DayTotals>>> months = new TreeMap<>();
    for (UserDay day : touched) {
      months
          .computeIfAbsent(day.userId(), user -> new TreeMap<>())
          .computeIfAbsent(YearMonth.from(day.day()), month -> new ArrayList<>())
          .add(DayTotals.of(store.read(day)));
    }
    Set<InMemoryAlertLog.Key> due = new LinkedHashSet<>();
    Budgets budgets = new Budgets(List.of(), DEFAULTS);
    months.forEach(
        (user, ofUser) ->
            ofUser.forEach(
                (month, days) ->
                    budgets
                        .reachedBy(MonthSpending.of(days), user, month)
                        .forEach(alert -> due.add(InMemoryAlertLog.Key.of(alert)))));
    ledger
        .expenses()
        .forEach(
            (key, expense) -> {
              Content content = expense.content();
              boolean isLarge = content.amount().compareTo(BigDecimal.valueOf(LARGE)) >= 0;
              if (isLarge && !expense.deleted() && !content.income()) {
                due.add(new InMemoryAlertLog.Key(key.user(), "expense#e" + key.expense()));
              }
            });
    return due;
  }

  // ---------------------------------------------------------------- who acts

  /** Somebody does something, if there is anything to do. */
  private void act() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> change();
      case 3, 4 -> toTotals.deliver(this::total);
      case 5 -> toAlerts.deliver(this::alert);
      default -> totalsToAlerts.deliver(this::alert);
    }
  }

  private void change() {
    if (next == history.size()) {
      return;
    }
    for (Ledger.Effect effect : ledger.apply(history.get(next++))) {
      Ledger.Key key = effect.key();
      Map<String, SimulatedDays.Stored> ofUser =
          store.expenses.computeIfAbsent(key.user(), user -> new HashMap<>());
      String id = "e" + key.expense();
      effect
          .after()
          .ifPresentOrElse(after -> ofUser.put(id, stored(after)), () -> ofUser.remove(id));
      Optional<Expense> before = effect.before().map(each -> expense(key, each));
      Optional<Expense> after = effect.after().map(each -> expense(key, each));
      before.ifPresent(this::touch);
      after.ifPresent(this::touch);
      toTotals.add(
          key.user(), number -> Records.expense(number, key.user(), date(before), date(after)));
      toAlerts.add(
          key.user(), number -> Records.expense(number, key.user(), "e" + key.expense(), after));
    }
  }

  private void touch(Expense expense) {
    touched.add(new UserDay(expense.userId(), expense.content().date()));
  }

  private static Optional<String> date(Optional<Expense> expense) {
    return expense.map(each -> each.content().date().toString());
  }

  private static SimulatedDays.Stored stored(Ledger.Stored expense) {
    Content content = expense.content();
    return new SimulatedDays.Stored(
        content.date(),
        new DayEntry(type(content), content.category(), money(content), expense.deleted()));
  }

  private static Expense expense(Ledger.Key key, Ledger.Stored stored) {
    Content content = stored.content();
    return new Expense(
        key.user(),
        "e" + key.expense(),
        new ExpenseContent(type(content), content.date(), content.category(), money(content), ""),
        1,
        "any",
        Instant.EPOCH,
        Instant.EPOCH,
        stored.deleted() ? Instant.EPOCH : null);
  }

  private static ExpenseType type(Content content) {
    return content.income() ? ExpenseType.INCOME : ExpenseType.EXPENSE;
  }

  private static Money money(Content content) {
    return Money.of(content.amount(), Currency.of(content.currency()));
  }

  // ---------------------------------------------------------------- the functions

  private StreamsEventResponse total(DynamodbEvent event) {
    DayStore days = parts.reading(store, random);
    CountDays counting =
        new CountDays(
            parts.counter(store, days, backoff()),
            many -> parts.together(days, many),
            Clock.systemUTC());
    return invoke(event, Set.of(Records.EXPENSES), new Counting(counting));
  }

  private StreamsEventResponse alert(DynamodbEvent event) {
    Reaction<User, AlertHint> real =
        new RaiseAlerts(
            new AlertHints(Records.EXPENSES, TOTALS, clock()),
            new DueAlerts(state, DEFAULTS),
            new AlertRaiser(
                parts.log(new Log()), this::publish, clock(), backoff(), () -> "t" + tokens++));
    return invoke(event, Set.of(Records.EXPENSES, TOTALS), parts.raising(real, state));
  }

  private <S extends Subject, H> StreamsEventResponse invoke(
      DynamodbEvent event, Set<String> tables, Reaction<S, H> reaction) {
    StreamEdge edge =
        new StreamEdge(
            "any",
            tables,
            failure -> wrongs.add("taken for poison: " + failure),
            new DirectExecutor(),
            backoff()) {
          @Override
          Optional<String> lowest(Collection<String> numbers) {
            return parts.lowest(numbers, super::lowest);
          }
        };
    Invocation caller = current;
    Invocation invocation = new Invocation();
    current = invocation;
    try {
      StreamsEventResponse response =
          edge.handle(event, invocation::millisLeft, reaction).response();
      if (invocation.dead) {
        throw new IllegalStateException("killed");
      }
      return response;
    } catch (Killed killed) {
      throw new IllegalStateException(killed);
    } finally {
      current = caller;
    }
  }

  private final class Counting implements Reaction<Day, Instant> {
    private final CountDays counting;

    Counting(CountDays counting) {
      this.counting = counting;
    }

    @Override
    public Map<Day, Instant> read(DynamoChange change) {
      return counting.read(parts.seen(change));
    }

    @Override
    public void reactTogether(Map<Day, List<Instant>> days) {
      counting.reactTogether(days);
    }

    @Override
    public void react(Day day, List<Instant> writtenAt, Attempt attempt) {
      counting.react(day, writtenAt, attempt);
    }

    @Override
    public List<BatchReport.Measure> measures() {
      return counting.measures();
    }
  }

  /** One invocation of a function, and the process that it has for it. */
  private final class Invocation {
    private final Instant deadline = now.plus(TIMEOUT);
    private final Set<InMemoryAlertLog.Key> unmarked = new HashSet<>();
    private boolean dead;

    long millisLeft() {
      return Duration.between(now, deadline).toMillis();
    }

    void mayDie() {
      boolean isKilled = !calm && random.nextDouble() < faults / 3;
      if (!dead && (isKilled || now.isAfter(deadline))) {
        dead = true;
        unmarked.forEach(key -> cutOff.merge(key, 1, Integer::sum));
      }
      if (dead) {
        throw new Killed();
      }
    }
  }

  // ---------------------------------------------------------------- what befalls them

  /** Before each call. */
  @Override
  public void step() {
    pass(5);
    current.mayDie();
  }

  /** Time passes, in which others may act. */
  private void pass(long millis) {
    if (++steps > MOST_STEPS) {
      throw new AssertionError("it never comes to an end");
    }
    now = now.plusMillis(millis);
    if (depth < DEEPEST && random.nextInt(8) == 0) {
      Invocation mine = current;
      depth++;
      for (int acts = random.nextInt(random.nextInt(10) == 0 ? 30 : 4); acts > 0; acts--) {
        act();
      }
      depth--;
      current = mine;
    }
  }

  private Backoff backoff() {
    return new Backoff(
        Duration.ofMillis(100),
        Duration.ofSeconds(2),
        bound -> random.nextInt((int) bound),
        this::pass);
  }

  private void mayFail() {
    if (fails()) {
      throw new IllegalStateException("throttled, or the answer was lost");
    }
  }

  private boolean fails() {
    return !calm && random.nextDouble() < faults;
  }

  private String publish(AlertMessage message) {
    step();
    mayFail();
    for (String id : message.alerts()) {
      InMemoryAlertLog.Key key = new InMemoryAlertLog.Key(message.userId(), id);
      told.merge(key, 1, Integer::sum);
      current.unmarked.add(key);
    }
    step();
    if (fails()) { // Told, and nobody here knows.
      message
          .alerts()
          .forEach(
              id -> cutOff.merge(new InMemoryAlertLog.Key(message.userId(), id), 1, Integer::sum));
      throw new IllegalStateException("the answer was lost");
    }
    return "message";
  }

  private final class Log implements AlertLog {
    @Override
    public Claim claim(Notice notice, Lease lease, Instant at) {
      step();
      mayFail();
      Claim claim = stored.claim(notice, lease, at);
      mayFail();
      return claim;
    }

    @Override
    public void sent(Alert alert, String token, String messageId, Instant at) {
      step();
      mayFail();
      stored.sent(alert, token, messageId, at);
      current.unmarked.remove(InMemoryAlertLog.Key.of(alert));
      mayFail();
    }

    @Override
    public void release(Alert alert, String token) {
      step();
      mayFail();
      stored.release(alert, token);
    }
  }

  private Clock clock() {
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
}
