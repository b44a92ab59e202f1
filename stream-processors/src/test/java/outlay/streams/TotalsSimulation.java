package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.Backoff;
import outlay.totals.DayCounter;
import outlay.totals.UserDay;

/**
 * One random history of expenses, counted by three functions at once through a bad stream and a bad
 * store. What it should come to is computed from the expenses alone.
 *
 * <p>Each function has a thread, so that all of them can be in the middle of a count at once: what
 * {@link World}, which has one thread, does not try.
 */
final class TotalsSimulation {
  private static final Backoff NO_WAIT =
      new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), bound -> 0, millis -> {});
  private static final List<Currency> CURRENCIES =
      List.of(Currency.of("INR"), Currency.of("JPY"), Currency.of("JOD"));
  private static final List<String> CATEGORIES = List.of("Food", "Rent", "Pay");
  private static final int WORKERS = 3;

  /**
   * Time goes on: else every day would be counted again at the end, and heal whatever was wrong.
   */
  private static final int CHANGES_A_DAY = 20;

  private final Random random;
  private final Turns turns;
  private final SimulatedDays store;
  private final SimulatedStream stream;
  private final Set<UserDay> touched = new HashSet<>();
  private final int operations;

  TotalsSimulation(long seed, int operations) {
    this.random = Seeds.random(seed);
    this.operations = operations;
    this.turns = new Turns(random, 0.2);
    this.store = new SimulatedDays(random, turns, random.nextDouble() * 0.1);
    this.stream = new SimulatedStream(random, 1 + random.nextInt(3));
  }

  /** Runs the history to its end, and names every day whose totals are not what they should be. */
  List<UserDay> wrongDays() {
    turns.add(this::write);
    for (int i = 0; i < WORKERS; i++) {
      turns.add(this::count);
    }
    turns.run();
    store.applyLate();
    List<UserDay> wrong = new ArrayList<>();
    for (UserDay day : touched) {
      if (!store.totals(day).equals(DayTotals.of(store.read(day)))) {
        wrong.add(day);
      }
    }
    return wrong;
  }

  private void write() {
    for (int i = 0; i < operations; i++) {
      if (!stream.isEmpty()) {
        turns.rest(random.nextInt(20)); // Slower than the workers, so that they count meanwhile.
      }
      String userId = "user" + random.nextInt(3);
      String expenseId = "expense" + random.nextInt(20);
      change(userId, expenseId, i / CHANGES_A_DAY);
      if (random.nextInt(4) == 0) {
        turns.rest(random.nextInt(20));
        change(userId, expenseId, i / CHANGES_A_DAY); // At once again: an undo, perhaps.
      }
    }
    store.calm(); // The faults stop, and the queues drain.
    stream.close();
  }

  private void change(String userId, String expenseId, int today) {
    Map<String, SimulatedDays.Stored> expenses =
        store.expenses.computeIfAbsent(userId, absent -> new HashMap<>());
    Optional<SimulatedDays.Stored> old = Optional.ofNullable(expenses.get(expenseId));
    Optional<SimulatedDays.Stored> now = changed(old, today);
    now.ifPresentOrElse(
        stored -> expenses.put(expenseId, stored), () -> expenses.remove(expenseId));
    old.ifPresent(stored -> touched.add(new UserDay(userId, stored.date())));
    now.ifPresent(stored -> touched.add(new UserDay(userId, stored.date())));
    stream.add(
        userId,
        number ->
            Records.expense(
                number,
                userId,
                old.map(stored -> stored.date().toString()),
                now.map(stored -> stored.date().toString())));
  }

  /** Created, edited or moved, deleted or restored, or removed for good. */
  private Optional<SimulatedDays.Stored> changed(Optional<SimulatedDays.Stored> old, int today) {
    int kind = random.nextInt(10);
    if (old.isEmpty() || kind < 4) {
      return Optional.of(
          new SimulatedDays.Stored(
              LocalDate.of(2026, 1, 30).plusDays(today + random.nextInt(4)), entry(false)));
    }
    if (kind == 4) {
      return Optional.empty(); // Its time to live ran out.
    }
    return Optional.of(undone(old.get()));
  }

  /** Deleted if it was not, restored if it was: the day may come to what it came to before. */
  private static SimulatedDays.Stored undone(SimulatedDays.Stored old) {
    DayEntry entry = old.entry();
    return new SimulatedDays.Stored(
        old.date(), new DayEntry(entry.type(), entry.category(), entry.money(), !entry.deleted()));
  }

  private DayEntry entry(boolean deleted) {
    return new DayEntry(
        random.nextInt(4) == 0 ? ExpenseType.INCOME : ExpenseType.EXPENSE,
        CATEGORIES.get(random.nextInt(CATEGORIES.size())),
        new Money(1 + random.nextInt(1000), CURRENCIES.get(random.nextInt(CURRENCIES.size()))),
        deleted);
  }

  private void count() {
    StreamEdge edge =
        new StreamEdge(
            "totals",
            Set.of(Records.EXPENSES),
            failure -> {
              throw new AssertionError("nothing here is poison: " + failure);
            },
            new DirectExecutor(),
            NO_WAIT);
    DayCounter counter = new DayCounter(store, Clock.systemUTC(), NO_WAIT);
    Function<DynamodbEvent, StreamsEventResponse> function =
        event ->
            edge.handle(
                    event,
                    () -> 60_000,
                    new CountDays(counter::count, counter::countTogether, Clock.systemUTC()))
                .response();
    while (stream.deliver(function)) {
      turns.step();
    }
  }
}
