package outlay.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.alerts.AlertLog;
import outlay.alerts.DynamoAlertLog;
import outlay.jobs.runs.InvalidRequest;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Request;
import outlay.model.Alert;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.model.Notice;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(DynamoDbLocalExtension.class)
class ReconcileJobIT {
  private static final DayTotals WRONG = day("1", 1);

  private final DynamoDbClient client;
  private final World world;

  ReconcileJobIT(DynamoDbClient client) {
    this.client = client;
    this.world = new World(client, 1);
  }

  @Test
  void aHealthyNight_findsNothing() {
    world.record(world.expense("ann", "2026-01-05", "Food", "10"));
    world.record(world.expense("ann", "2026-01-05", "Food", "10").deleted(World.LONG_AGO));
    world.record(world.expense("ann", "2026-01-06", "Food", "10").deleted(World.LONG_AGO));
    world.setTotals("ann", "2026-01-05", day("10", 1));
    world.setTotals("bob", "2026-01-05", DayTotals.NONE);

    Outcome outcome = world.run(Map.of());

    assertCounts(outcome, Map.of("users", 2L, "days", 3L));
    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.metrics()).containsEntry("TotalsDrift", 0.0);
  }

  @Test
  void wrongMissingAndOrphanedDays_areDrift_andCountedAgain() {
    world.record(
        world.expense("ann", "2026-01-05", "Food", "10"),
        world.expense("ann", "2026-01-07", "Food", "10"));
    world.setTotals("ann", "2026-01-05", WRONG);
    world.setTotals("ann", "2026-01-06", WRONG);
    world.setTotals("ann", "2026-01-08", WRONG);
    world.setTotals("bob", "2026-01-05", WRONG);

    Outcome outcome = world.run(Map.of());

    assertCounts(outcome, Map.of("users", 2L, "days", 5L, "recounted", 5L, "drift", 5L));
    assertThat(outcome.ok()).isTrue();
    assertThat(outcome.metrics()).containsEntry("TotalsDrift", 5.0);
    assertThat(outcome.details().get("drifted"))
        .isEqualTo(
            List.of(
                "ann 2026-01-05",
                "ann 2026-01-06",
                "ann 2026-01-07",
                "ann 2026-01-08",
                "bob 2026-01-05"));
    assertThat(world.storedTotals())
        .isEqualTo(Map.of("ann 2026-01-05", day("10", 1), "ann 2026-01-07", day("10", 1)));
    assertCounts(world.run(Map.of()), Map.of("users", 2L, "days", 5L));
  }

  @Test
  void usersWhoseExpensesAreAllGone_areFoundAndPutRight_howeverSmallThePages() {
    World tiny = new World(client, 1, scan -> scan.limit(2));
    tiny.record(
        tiny.expense("ann", "2026-01-05", "Food", "10"),
        tiny.expense("ann", "2026-01-05", "Food", "10"),
        tiny.expense("ann", "2026-01-07", "Food", "10"));
    for (String gone : List.of("bob", "carol", "dave")) {
      for (String date : List.of("2019-06-01", "2026-01-05", "2026-01-06")) {
        tiny.setTotals(gone, date, WRONG);
      }
    }

    Outcome outcome = tiny.roughRun(2);

    assertThat(outcome.ok()).isTrue();
    assertThat(tiny.storedTotals())
        .isEqualTo(Map.of("ann 2026-01-05", day("10", 2), "ann 2026-01-07", day("10", 1)));
    assertThat(tiny.told).isEmpty();
    assertCounts(tiny.run(Map.of()), Map.of("users", 4L, "days", 11L));
  }

  @Test
  void aChangeOnItsWay_isPending_andCountedAllTheSame() {
    Instant justNow = World.NOW.minusSeconds(60);
    world.record(
        world
            .expense("ann", "2026-01-05", "Food", "10")
            .edited(content("2026-01-05", "Food", "12"), justNow));

    assertCounts(
        world.run(Map.of()), Map.of("users", 1L, "days", 1L, "recounted", 1L, "pending", 1L));
    assertThat(world.storedTotals()).isEqualTo(Map.of("ann 2026-01-05", day("12", 1)));
  }

  @Test
  void aMoveToAnotherDayOnItsWay_leavesNoDriftBehind() {
    Instant justNow = World.NOW.minusSeconds(60);
    world.record(
        world
            .expense("ann", "2026-01-05", "Food", "10")
            .edited(content("2026-03-01", "Food", "10"), justNow));
    world.setTotals("ann", "2026-01-05", day("10", 1));

    assertCounts(
        world.run(Map.of()), Map.of("users", 1L, "days", 2L, "recounted", 2L, "pending", 2L));
  }

  @Test
  void poison_isCounted_andHoldsUpNothingElse() {
    Map<String, AttributeValue> noAmount =
        new HashMap<>(ExpenseItem.of(world.expense("ann", "2026-01-05", "Food", "10")));
    noAmount.put("amount", Item.s("a lot"));
    Map<String, AttributeValue> noDate =
        new HashMap<>(ExpenseItem.of(world.expense("ann", "2026-01-06", "Food", "10")));
    noDate.put("date", Item.s("soon"));
    world.put(world.expenses, noAmount);
    world.put(world.expenses, noDate);
    world.record(world.expense("ann", "2026-01-05", "Food", "10"));
    world.record(world.expense("ann", "2026-01-07", "Food", "10"));
    world.put(
        world.totals,
        Map.of(
            "userId", Item.s("ann"),
            "date", Item.s("2026-01-07"),
            "revision", Item.n(3),
            "currencies", Item.s("none")));

    Outcome outcome = world.run(Map.of());

    assertCounts(
        outcome, Map.of("users", 1L, "days", 3L, "unreadable", 2L, "recounted", 1L, "drift", 1L));
    assertThat(outcome.ok()).isFalse();
    assertThat(world.storedTotals()).isEqualTo(Map.of("ann 2026-01-07", day("10", 1)));
  }

  @Test
  void aUser_isLookedAtAlone() {
    world.record(world.expense("ann", "2026-01-05", "Rent", "900"));
    world.record(world.expense("bob", "2026-01-05", "Rent", "900"));
    world.setTotals("carol", "2026-01-05", WRONG);

    assertCounts(
        world.run(Map.of("user", "ann")),
        Map.of("users", 1L, "days", 1L, "recounted", 1L, "drift", 1L, "alertsRaised", 1L));
    assertCounts(
        world.run(Map.of("user", "carol")),
        Map.of("users", 1L, "days", 1L, "recounted", 1L, "drift", 1L));
    assertThat(world.storedTotals()).containsOnlyKeys("ann 2026-01-05");
    assertThat(world.told).hasSize(1).allMatch(alert -> alert.startsWith("ann expense#"));
  }

  @Test
  void alertsOfTheMonthsAtHand_areRaisedOnce_andOlderOnesNever() {
    world.setBudget("ann", "INR#Food", "100");
    world.record(
        world.expense("ann", "2019-06-01", "Food", "900"),
        world.expense("ann", "2025-11-30", "Food", "900"),
        world.expense("ann", "2025-12-31", "Food", "90"),
        world.expense("ann", "2026-01-05", "Food", "900"),
        world.expense("ann", "2026-12-24", "Food", "80"));

    Outcome outcome = world.run(Map.of());
    Outcome again = world.run(Map.of());

    assertThat(world.told)
        .filteredOn(alert -> !alert.contains("expense#"))
        .containsExactlyInAnyOrder(
            "ann 2025-12#INR#Food#80#100",
            "ann 2026-01#INR#Food#80#100",
            "ann 2026-01#INR#Food#100#100",
            "ann 2026-12#INR#Food#80#100");
    assertThat(world.told).filteredOn(alert -> alert.contains("expense#")).hasSize(1);
    assertThat(outcome.details()).containsEntry("alertsRaised", 5L);
    assertThat(again.details()).containsEntry("alertsRaised", 0L);
  }

  @Test
  void pendingAlerts_areTakenUp_onceTheirLeaseIsOver() {
    DynamoAlertLog log = new DynamoAlertLog(client, world.alerts);
    Instant before = World.NOW.minusSeconds(600);
    log.claim(large("left"), new AlertLog.Lease("dead", before.plusSeconds(25)), before);
    log.claim(large("theirs"), new AlertLog.Lease("alive", World.NOW.plusSeconds(9)), World.NOW);
    log.claim(large("told"), new AlertLog.Lease("done", before.plusSeconds(25)), before);
    log.sent(large("told").alert(), "done", "m", before);

    assertThat(world.run(Map.of()).details()).containsEntry("alertsRaised", 1L);
    assertThat(world.run(Map.of("user", "ann")).details()).containsEntry("alertsRaised", 0L);
    assertThat(world.told).containsExactly("ann expense#left");
  }

  @Test
  void aBudgetThatCannotBeRead_countsAsNotSet_andIsReported() {
    world.put(
        world.budgets,
        Map.of("userId", Item.s("ann"), "budget", Item.s("INR"), "limit", Item.s("a lot")));
    world.record(world.expense("ann", "2026-01-05", "Food", "20000"));

    Outcome outcome = world.run(Map.of());

    assertThat(outcome.details()).containsEntry("unreadable", 1L).containsEntry("alertsRaised", 3L);
    assertThat(outcome.ok()).isFalse();
  }

  @Test
  void anAlertThatCannotBeRead_isReported_andTheOthersAreTold() {
    Expense rent = world.expense("ann", "2026-01-05", "Rent", "900");
    Expense car = world.expense("ann", "2026-01-06", "Car", "900");
    world.record(rent, car);
    world.put(
        world.alerts,
        Map.of("userId", Item.s("ann"), "alert", Item.s("expense#" + rent.expenseId())));

    Outcome outcome = world.run(Map.of());

    assertThat(outcome.details()).containsEntry("unreadable", 1L);
    assertThat(world.told).containsExactly("ann expense#" + car.expenseId());
  }

  @Test
  void aTopicOutOfReach_keepsWhatWasCounted() {
    world.record(world.expense("ann", "2026-01-05", "Rent", "900"));
    world.topicFails = 1;

    assertThatThrownBy(() -> world.run(Map.of())).hasMessageContaining("out of reach");
    world.topicFails = 0;

    assertThat(world.storedTotals()).containsOnlyKeys("ann 2026-01-05");
    assertThat(world.run(Map.of()).details()).containsEntry("alertsRaised", 1L);
  }

  @Test
  void parameters_areAUserOrNone() {
    assertThat(world.reconcile().parameters(request(Map.of("user", "ann"))))
        .isEqualTo(Map.of("user", "ann"));
    assertThat(world.reconcile().parameters(request(Map.of()))).isEmpty();
    assertThatThrownBy(
            () -> world.reconcile().parameters(request(Map.of("user", 7, "month", "2026-01"))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("user")
        .hasMessageContaining("month");
  }

  /** Whatever the streams lost, and however messages come, all is right in the end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyHistory_endsRight(long seed) {
    Random random = new Random(seed);
    World any = new World(client, seed);
    List<Expense> history = history(any, random);
    Map<String, List<DayEntry>> entries = new TreeMap<>();
    for (Expense expense : history) {
      any.record(expense);
      entries
          .computeIfAbsent(
              expense.userId() + " " + expense.content().date(), day -> new ArrayList<>())
          .add(entry(expense));
    }
    entries.forEach((day, expenses) -> spoil(any, random, day, expenses));
    for (int i = 0; i < 15; i++) {
      String day = user(random.nextInt(20)) + " " + LocalDate.of(2026, 1, 1 + i);
      if (!entries.containsKey(day)) {
        any.setTotals(day.split(" ", -1)[0], day.split(" ", -1)[1], WRONG);
      }
    }
    any.setBudget(user(0), "INR", "3000");
    any.setBudget(user(1), "INR#Food", "400");
    any.topicFails = 0.05;

    Outcome first = any.roughRun(1 + random.nextInt(5));
    any.topicFails = 0;
    Outcome second = any.roughRun(3);

    assertThat(any.storedTotals()).as("seed %d", seed).isEqualTo(totalsOf(entries));
    assertThat(any.told).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(any.told)).as("seed %d", seed).isEqualTo(due(history));
    assertThat(first.ok()).isTrue();
    assertThat(second.details())
        .as("seed %d", seed)
        .containsEntry("drift", 0L)
        .containsEntry("pending", 0L)
        .containsEntry("recounted", 0L)
        .containsEntry("alertsRaised", 0L);
  }

  private static List<Expense> history(World any, Random random) {
    List<LocalDate> dates = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      dates.add(LocalDate.of(2025, 10, 1).plusDays(random.nextInt(170)));
    }
    dates.add(LocalDate.of(2019, 6, 1));
    dates.add(LocalDate.of(2026, 11, 30));
    List<Expense> history = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      Expense expense =
          any.expense(
              user(random.nextInt(10)),
              dates.get(random.nextInt(dates.size())).toString(),
              random.nextBoolean() ? "Food" : "Rent",
              Integer.toString(1 + random.nextInt(700)));
      history.add(random.nextInt(6) == 0 ? expense.deleted(World.LONG_AGO) : expense);
    }
    return history;
  }

  private static void spoil(World any, Random random, String day, List<DayEntry> expenses) {
    String[] parts = day.split(" ", -1);
    switch (random.nextInt(4)) {
      case 0 -> any.setTotals(parts[0], parts[1], WRONG);
      case 1 ->
          any.setTotals(parts[0], parts[1], DayTotals.of(expenses.subList(1, expenses.size())));
      case 2 -> any.setTotals(parts[0], parts[1], DayTotals.of(expenses));
      default -> {} // Never counted.
    }
  }

  private static Map<String, DayTotals> totalsOf(Map<String, List<DayEntry>> entries) {
    Map<String, DayTotals> totals = new TreeMap<>();
    entries.forEach((day, expenses) -> totals.put(day, DayTotals.of(expenses)));
    totals.values().removeIf(DayTotals.NONE::equals);
    return totals;
  }

  /** The alerts that there should be, by adding amounts up. */
  private static Set<String> due(List<Expense> history) {
    Set<String> due = new TreeSet<>();
    Map<String, Long> spent = new TreeMap<>();
    for (Expense expense : history) {
      LocalDate date = expense.content().date();
      if (expense.isDeleted() || date.isBefore(LocalDate.of(2025, 12, 1))) {
        continue;
      }
      long rupees = expense.content().money().minorUnits() / 100;
      if (rupees >= 500) {
        due.add(expense.userId() + " expense#" + expense.expenseId());
      }
      String month = expense.userId() + " " + World.month(expense) + "#INR";
      spent.merge(month, rupees, Long::sum);
      spent.merge(month + "#" + expense.content().category(), rupees, Long::sum);
    }
    spent.forEach(
        (key, rupees) -> {
          Optional<Integer> limit = limit(key);
          for (int level : List.of(80, 100)) {
            if (limit.isPresent() && rupees * 100 >= (long) limit.get() * level) {
              due.add(key + "#" + level + "#" + limit.get());
            }
          }
        });
    assertThat(due).hasSizeGreaterThan(10);
    return due;
  }

  private static Optional<Integer> limit(String key) {
    if (key.endsWith("#INR")) {
      return Optional.of(key.startsWith(user(0) + " ") ? 3000 : 10000);
    }
    return key.startsWith(user(1) + " ") && key.endsWith("#Food")
        ? Optional.of(400)
        : Optional.empty();
  }

  private static String user(int number) {
    return "user" + number;
  }

  private static DayEntry entry(Expense expense) {
    return new DayEntry(
        expense.content().type(),
        expense.content().category(),
        expense.content().money(),
        expense.isDeleted());
  }

  private static Request request(Map<String, Object> fields) {
    return new Request(fields, World.NOW, Optional.empty());
  }

  private static Notice large(String expenseId) {
    return new Notice(
        new Alert.LargeExpense(
            "ann", expenseId, LocalDate.of(2026, 1, 5), "Rent", inr("900"), inr("500")),
        Optional.empty());
  }

  private static ExpenseContent content(String date, String category, String amount) {
    return new ExpenseContent(
        ExpenseType.EXPENSE, LocalDate.parse(date), category, inr(amount), "");
  }

  private static Money inr(String amount) {
    return Money.of(new java.math.BigDecimal(amount), World.INR);
  }

  private static DayTotals day(String amount, int times) {
    DayEntry entry = new DayEntry(ExpenseType.EXPENSE, "Food", inr(amount), false);
    return DayTotals.of(java.util.Collections.nCopies(times, entry));
  }

  /** Whatever is not named is 0. */
  private static void assertCounts(Outcome outcome, Map<String, Long> counts) {
    Map<String, Object> counted =
        outcome.details().entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Long count && count > 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(counted).isEqualTo(counts);
  }
}
