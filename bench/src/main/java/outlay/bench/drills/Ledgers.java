package outlay.bench.drills;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import outlay.bench.AlertKey;
import outlay.bench.Cell;
import outlay.bench.Differences;
import outlay.bench.Environment;
import outlay.bench.Inbox;
import outlay.bench.Slot;
import outlay.bench.StoredExpense;
import outlay.bench.Tables;
import outlay.bench.replay.Outcome;
import outlay.bench.replay.Report;
import outlay.histories.ApiActor;
import outlay.histories.Content;
import outlay.histories.Expected;
import outlay.histories.Ledger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Compares what some actors were answered with what is stored (I1), counted (I2), and told (I3).
 *
 * @param users everyone the actors act for
 */
record Ledgers(
    DynamoDbClient dynamoDb, Environment environment, Set<String> users, List<ApiActor> actors) {
  private static final BigDecimal MONTHLY_LIMIT = new BigDecimal(10_000);
  private static final BigDecimal LARGE = new BigDecimal(500);
  private static final List<Integer> LEVELS = List.of(80, 100);
  private static final Duration LOOK = Duration.ofSeconds(1);

  Ledgers {
    users = Set.copyOf(users);
    actors = List.copyOf(actors);
  }

  /** What is stored, counted, and told of the users. */
  record Found(
      Map<StoredExpense.Key, StoredExpense> expenses,
      Map<Slot, Cell> totals,
      Map<AlertKey, String> alerts,
      Map<AlertKey, Integer> mails) {}

  /** Removes the items that the histories remove, as when their time to live is over. */
  void remove() {
    actors.forEach(this::remove);
  }

  private void remove(ApiActor actor) {
    actor
        .remove()
        .forEach(
            (key, id) ->
                dynamoDb.deleteItem(
                    delete ->
                        delete
                            .tableName(environment.get("OUTLAY_EXPENSES_TABLE"))
                            .key(
                                Map.of(
                                    "userId", AttributeValue.fromS(key.user()),
                                    "expenseId", AttributeValue.fromS(id)))));
  }

  /** Looks until all is right, or nothing has changed for so long. */
  Found drain(Duration patience) throws IOException, InterruptedException {
    Tables tables = new Tables(dynamoDb, environment);
    Inbox inbox = new Inbox(environment.uri("OUTLAY_MAIL"), "finance@outlay.example");
    Found last = look(tables, inbox);
    long changedAt = System.nanoTime();
    while (!differences(last).isEmpty() && System.nanoTime() - changedAt < patience.toNanos()) {
      Thread.sleep(LOOK.toMillis());
      Found next = look(tables, inbox);
      if (!next.equals(last)) {
        changedAt = System.nanoTime();
      }
      last = next;
    }
    return last;
  }

  private Found look(Tables tables, Inbox inbox) throws IOException, InterruptedException {
    Map<AlertKey, Integer> mails = inbox.alerts();
    mails.keySet().removeIf(alert -> !users.contains(alert.userId()));
    return new Found(tables.expenses(users), tables.totals(users), tables.alerts(users), mails);
  }

  /** A sentence for each thing that is not as it should be. */
  List<String> differences(Found found) {
    Map<StoredExpense.Key, String> expenses = new HashMap<>();
    Map<String, Expected.Sum> totals = new HashMap<>();
    Map<AlertKey, String> due = new HashMap<>();
    for (ApiActor actor : actors) {
      actor
          .ledger()
          .expenses()
          .forEach(
              (key, stored) ->
                  expenses.put(new StoredExpense.Key(key.user(), actor.id(key)), content(stored)));
      totals.putAll(Expected.totals(actor.ledger()));
      due(actor).forEach(alert -> due.put(alert, Outcome.SENT));
    }
    Map<StoredExpense.Key, String> stored = new HashMap<>();
    found.expenses().forEach((key, expense) -> stored.put(key, content(expense)));
    List<String> differences =
        new ArrayList<>(Differences.between("I1 expenses", expenses, stored));
    differences.addAll(Differences.between("I2 totals", totals, sums(found.totals())));
    Map<AlertKey, String> raised = new HashMap<>(found.alerts());
    raised.keySet().retainAll(due.keySet());
    differences.addAll(Differences.between("I3 alerts", due, raised));
    due.keySet().stream()
        .filter(alert -> !found.mails().containsKey(alert))
        .forEach(alert -> differences.add("I3 inbox: nobody was told of " + alert));
    return differences;
  }

  /** What was found, and what differs. */
  void report(Report report, Found found, List<String> differences) {
    long due = actors.stream().mapToLong(actor -> due(actor).size()).sum();
    long again = found.mails().values().stream().filter(times -> times > 1).count();
    report.say(
        "%d expenses, %d totals, %d alerts raised, %d of them due for what is there now; %d told"
            + " more than once.",
        found.expenses().size(), found.totals().size(), found.alerts().size(), due, again);
    report.differences("ledgers", differences);
    report.say("%s", differences.isEmpty() ? "Nothing differs." : "It differs.");
  }

  /** How many requests were sent again. */
  int retries() {
    return actors.stream().mapToInt(ApiActor::retries).sum();
  }

  private static List<AlertKey> due(ApiActor actor) {
    return Expected.alerts(actor.ledger(), actor::id, MONTHLY_LIMIT, LEVELS, LARGE).stream()
        .map(alert -> alert.split(" ", 2))
        .map(userAndId -> new AlertKey(userAndId[0], userAndId[1]))
        .toList();
  }

  private static String content(Ledger.Stored stored) {
    Content content = stored.content();
    return content(
        content.date().toString(),
        content.income() ? "income" : "expense",
        content.category(),
        content.currency(),
        content.amount(),
        stored.deleted());
  }

  private static String content(StoredExpense expense) {
    return content(
        expense.date(),
        expense.type(),
        expense.category(),
        expense.currency(),
        expense.amount(),
        expense.isDeleted());
  }

  private static String content(
      String date, String type, String category, String currency, BigDecimal amount, boolean gone) {
    return String.join(
        " ",
        date,
        type,
        category,
        amount.stripTrailingZeros().toPlainString(),
        currency,
        gone ? "deleted" : "there");
  }

  private static Map<String, Expected.Sum> sums(Map<Slot, Cell> totals) {
    Map<String, Expected.Sum> sums = new HashMap<>();
    totals.forEach(
        (slot, cell) ->
            sums.put(
                Expected.cell(
                    slot.userId(), LocalDate.parse(slot.date()), slot.currency(), slot.category()),
                new Expected.Sum(cell.spent(), cell.earned(), cell.count())));
    return sums;
  }
}
