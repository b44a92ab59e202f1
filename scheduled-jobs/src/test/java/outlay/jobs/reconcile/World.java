package outlay.jobs.reconcile;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import outlay.alerts.AlertMessage;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DynamoAlertLog;
import outlay.alerts.DynamoSpendingState;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Run;
import outlay.model.Budgets;
import outlay.model.Currency;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.Backoff;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.TestTables;
import outlay.store.TotalsItem;
import outlay.totals.DayCounter;
import outlay.totals.DynamoDayStore;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** Four tables whose streams nobody reads, and runs of Reconcile over them. */
final class World {
  static final Instant NOW = Instant.parse("2026-01-22T12:00:00Z");
  static final Instant LONG_AGO = NOW.minus(Duration.ofHours(3));
  static final Currency INR = Currency.of("INR");
  static final Budgets.Defaults DEFAULTS =
      new Budgets.Defaults(new BigDecimal(10000), List.of(80, 100), new BigDecimal(500));

  final String expenses;
  final String totals;
  final String budgets;
  final String alerts;
  final DynamoDbClient client;

  /** The ids of alerts that were told, with their users, in order. */
  final List<String> told = new ArrayList<>();

  final List<AlertMessage> messages = new ArrayList<>();

  /** How probable it is that publishing fails. */
  double topicFails;

  private final Random random;
  private final ReconcileJob job;
  private final AtomicInteger ids = new AtomicInteger();

  World(DynamoDbClient client, long seed) {
    this(client, seed, scan -> {});
  }

  /**
   * @param scans what else to ask of DynamoDB in each scan: a page's limit
   */
  World(DynamoDbClient client, long seed, Consumer<ScanRequest.Builder> scans) {
    this.client = client;
    this.random = new Random(seed);
    this.expenses = TestTables.expenses(client);
    this.totals = TestTables.totals(client);
    this.budgets = TestTables.budgets(client);
    this.alerts = TestTables.alerts(client);
    this.job = job(scans);
  }

  private ReconcileJob job(Consumer<ScanRequest.Builder> scans) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Backoff noWait =
        new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), bound -> 0, millis -> {});
    DynamoStoredDays days = new DynamoStoredDays(client, expenses, totals, scans);
    LateAlerts late =
        new LateAlerts(
            new DynamoSpendingState(
                client, new DynamoSpendingState.Tables(budgets, totals, alerts), DEFAULTS.levels()),
            DEFAULTS,
            new AlertRaiser(
                new DynamoAlertLog(client, alerts),
                this::publish,
                clock,
                noWait,
                () -> "token" + ids.incrementAndGet()),
            clock);
    DayCounter counter =
        new DayCounter(new DynamoDayStore(client, expenses, totals), clock, noWait);
    return new ReconcileJob(
        new SegmentWalk.Parts(
            days,
            new DynamoBudgetOwners(client, budgets),
            new DynamoPendingAlerts(client, alerts),
            new CompareDays(days, counter, clock),
            late,
            clock));
  }

  private String publish(AlertMessage message) {
    if (random.nextDouble() < topicFails) {
      throw new IllegalStateException("the topic is out of reach");
    }
    messages.add(message);
    message.alerts().forEach(id -> told.add(message.userId() + " " + id));
    return "message";
  }

  ReconcileJob reconcile() {
    return job;
  }

  /** An expense that was recorded long ago, and not changed since. */
  Expense expense(String userId, String date, String category, String amount) {
    return Expense.recorded(
        userId,
        "01890000-0000-7000-8000-%012d".formatted(ids.incrementAndGet()),
        new ExpenseContent(
            ExpenseType.EXPENSE,
            LocalDate.parse(date),
            category,
            Money.of(new BigDecimal(amount), INR),
            ""),
        LONG_AGO);
  }

  void record(Expense... all) {
    for (Expense expense : all) {
      put(expenses, ExpenseItem.of(expense));
    }
  }

  void setTotals(String userId, String date, DayTotals day) {
    put(totals, TotalsItem.of(userId, LocalDate.parse(date), 7, day, LONG_AGO));
  }

  void setBudget(String userId, String budget, String limit) {
    Map<String, AttributeValue> item = new HashMap<>(Item.with("userId", userId, "budget", budget));
    item.put("limit", Item.n(new BigDecimal(limit)));
    put(budgets, item);
  }

  void put(String table, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  /** The totals of all days on which anything counts, by {@code user date}. */
  Map<String, DayTotals> storedTotals() {
    Map<String, DayTotals> days = new TreeMap<>();
    client
        .scanPaginator(scan -> scan.tableName(totals))
        .items()
        .forEach(
            item -> {
              DayTotals day = TotalsItem.read(item);
              if (!day.equals(DayTotals.NONE)) {
                days.put(new Item(item).text("userId") + " " + new Item(item).text("date"), day);
              }
            });
    return days;
  }

  /** A run in one go. */
  Outcome run(Map<String, String> parameters) {
    return run(parameters, 1, () -> () -> false, 0);
  }

  /** A run whose every call is short of time, and whose messages come again and out of order. */
  Outcome roughRun(int segments) {
    return run(Map.of(), segments, this::soon, 0.2);
  }

  private Deadline soon() {
    AtomicInteger left = new AtomicInteger(random.nextInt(12));
    return () -> left.getAndDecrement() <= 0;
  }

  private record Message(int segment, Optional<String> cursor, Counts counts) {}

  private Outcome run(
      Map<String, String> parameters, int segments, Supplier<Deadline> deadlines, double again) {
    TreeMap<Integer, Run.Segment> done = new TreeMap<>();
    Run run =
        new Run("reconcile#test", "reconcile", NOW, segments, parameters, new TreeMap<>(), false);
    List<Message> queue = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      queue.add(new Message(segment, Optional.empty(), Counts.NONE));
    }
    Deque<Message> dead = new ArrayDeque<>();
    int failures = 0;
    while (!queue.isEmpty()) {
      Message message = queue.remove(random.nextInt(queue.size()));
      if (random.nextDouble() < again) {
        dead.add(message);
      }
      try {
        Progress progress = job.work(run, message.segment, message.cursor, deadlines.get());
        Counts counts = message.counts.plus(progress.counts());
        if (progress instanceof Progress.More more) {
          queue.add(new Message(message.segment, Optional.of(more.cursor()), counts));
        } else if (progress instanceof Progress.Done end) {
          done.putIfAbsent(message.segment, new Run.Segment(counts, end.note()));
        }
      } catch (IllegalStateException fault) {
        if (++failures > 20) {
          throw fault;
        }
        queue.add(message);
      }
      if (queue.isEmpty() && !dead.isEmpty()) {
        queue.add(dead.remove()); // Long after its segment was done.
        again = 0;
      }
    }
    return job.finish(
        new Run("reconcile#test", "reconcile", NOW, segments, parameters, done, false),
        () -> false);
  }

  static YearMonth month(Expense expense) {
    return YearMonth.from(expense.content().date());
  }
}
