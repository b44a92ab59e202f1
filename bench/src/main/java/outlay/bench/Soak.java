package outlay.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outlay.histories.ApiActor;
import outlay.histories.Change;
import outlay.histories.Content;
import outlay.histories.Expected;
import outlay.histories.Histories;
import outlay.histories.Ledger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Acts random histories out against a running Outlay for some minutes, with chaos if asked, and
 * compares what is there then with what was acknowledged.
 */
@Command(
    name = "bench/soak",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnExecutionException = Commands.EXIT_COULD_NOT_RUN,
    description = {
      "Acts random histories out against a running Outlay: expenses are created, changed, moved,"
          + " deleted, restored, and removed. Then compares every expense (I1), total (I2), and"
          + " alert (I3) with what was acknowledged.",
      "Ends with 0 if nothing differs, with 1 if anything does."
    })
final class Soak implements Callable<Integer> {
  private static final BigDecimal MONTHLY_LIMIT = new BigDecimal(10_000);
  private static final BigDecimal LARGE = new BigDecimal(500);
  private static final List<Integer> LEVELS = List.of(80, 100);
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 30);
  private static final int CHANGES_AT_MOST = 5_000; // A token lasts for an hour.
  private static final Duration HELD = Duration.ofSeconds(25); // Longer than chaos holds a call.
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Option(names = "--seed", paramLabel = "N", description = "What is done (default: 1).")
  private long seed = 1;

  @Option(names = "--minutes", paramLabel = "N", description = "For how long (default: 3).")
  private double minutes = 3;

  @Option(names = "--chaos", description = "Meanwhile ./run chaos SEED is on.")
  private boolean chaos;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Histories at once, of two users each (default: ${DEFAULT-VALUE}).")
  private int parallel = 4;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long nothing may change at the end (default: ${DEFAULT-VALUE}).")
  private int patience = 120;

  @Option(
      names = "--env",
      paramLabel = "FILE",
      defaultValue = Replay.ENV,
      description = "What ./run wrote for its clients (default: .local/env of this checkout).")
  private Path env = Path.of("");

  @Option(names = "--run", paramLabel = "FILE", hidden = true)
  private Path run = Path.of("run").toAbsolutePath();

  private final Report report;

  private Soak(PrintStream out) {
    report = new Report(out);
  }

  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  /** Everything but the end of the process: its exit code. */
  static int run(PrintStream out, String... args) {
    return Commands.run(new CommandLine(new Soak(out)), args);
  }

  /** What is stored, counted, and told of some users. */
  private record Found(
      Map<StoredExpense.Key, StoredExpense> expenses,
      Map<Slot, Cell> totals,
      Map<AlertKey, String> alerts,
      Map<AlertKey, Integer> mails) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = Environment.read(env);
    String name = "soak-%d-%s".formatted(seed, Long.toString(System.currentTimeMillis(), 36));
    Set<String> users = new HashSet<>();
    for (int i = 0; i < parallel; i++) {
      users.addAll(users(name, i));
    }
    Map<String, String> tokens = new Tokens(run, environment.folder()).of(users);
    List<ApiActor> actors = new ArrayList<>();
    for (int i = 0; i < parallel; i++) {
      actors.add(new ApiActor(environment.uri("OUTLAY_API"), name + "-" + i, tokens::get));
    }
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment)) {
      int changes = act(name, actors, environment);
      Tables tables = new Tables(dynamoDb, environment);
      Inbox inbox = new Inbox(environment.uri("OUTLAY_MAIL"), "finance@outlay.example");
      // Else a late write could bring back what is removed.
      Thread.sleep(chaos ? HELD.toMillis() : 0);
      actors.forEach(actor -> remove(actor, dynamoDb, environment));
      Found found = drain(tables, inbox, users, actors, Duration.ofSeconds(patience));
      List<String> differences = differences(actors, found);
      differences.addAll(new FailureQueues(sqs, environment).differences());
      report(changes, actors, found, differences);
      return differences.isEmpty() ? 0 : 1;
    }
  }

  private static List<String> users(String name, int history) {
    return List.of(name + "-" + history + "a", name + "-" + history + "b");
  }

  private int act(String name, List<ApiActor> actors, Environment environment)
      throws IOException, InterruptedException {
    if (chaos) {
      chaos(Long.toString(seed), environment);
    }
    long end = System.nanoTime() + (long) (minutes * 60e9);
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<Integer>> acting = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        ApiActor actor = actors.get(i);
        List<Change> history =
            Histories.random(seed * 1_000 + i, CHANGES_AT_MOST, users(name, i), FIRST);
        acting.add(threads.submit(() -> act(actor, history, end)));
      }
      int changes = 0;
      for (Future<Integer> each : acting) {
        changes += each.get();
      }
      return changes;
    } catch (ExecutionException failed) {
      throw new IOException("A history could not be acted out.", failed.getCause());
    } finally {
      threads.shutdownNow();
      if (chaos) {
        report.say("%s", chaos("off", environment));
      }
    }
  }

  private static int act(ApiActor actor, List<Change> history, long end)
      throws IOException, InterruptedException {
    int done = 0;
    while (done < history.size() && System.nanoTime() < end) {
      actor.act(history.get(done++));
    }
    return done;
  }

  /** What {@code ./run chaos} says. */
  private String chaos(String what, Environment environment)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(run.toString(), "chaos", what, "--data", environment.folder().toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("./run chaos " + what + ": " + said);
    }
    return said.strip();
  }

  private static void remove(ApiActor actor, DynamoDbClient dynamoDb, Environment environment) {
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
  private Found drain(
      Tables tables, Inbox inbox, Set<String> users, List<ApiActor> actors, Duration longest)
      throws IOException, InterruptedException {
    Found last = look(tables, inbox, users);
    long changedAt = System.nanoTime();
    while (!differences(actors, last).isEmpty()
        && System.nanoTime() - changedAt < longest.toNanos()) {
      Thread.sleep(LOOK.toMillis());
      Found next = look(tables, inbox, users);
      if (!next.equals(last)) {
        changedAt = System.nanoTime();
      }
      last = next;
    }
    return last;
  }

  private static Found look(Tables tables, Inbox inbox, Set<String> users)
      throws IOException, InterruptedException {
    Map<AlertKey, Integer> mails = inbox.alerts();
    mails.keySet().removeIf(alert -> !users.contains(alert.userId()));
    return new Found(tables.expenses(users), tables.totals(users), tables.alerts(users), mails);
  }

  private static List<String> differences(List<ApiActor> actors, Found found) {
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

  private void report(int changes, List<ApiActor> actors, Found found, List<String> differences) {
    int retries = actors.stream().mapToInt(ApiActor::retries).sum();
    long due = actors.stream().mapToLong(actor -> due(actor).size()).sum();
    long again = found.mails().values().stream().filter(times -> times > 1).count();
    report.say(
        "Seed %d, %s: %d changes acknowledged, %d requests sent again.",
        seed, chaos ? "chaos" : "calm", changes, retries);
    report.say(
        "%d expenses, %d totals, %d alerts raised, %d of them due for what is there now; %d told"
            + " more than once.",
        found.expenses().size(), found.totals().size(), found.alerts().size(), due, again);
    report.differences("soak", differences);
    report.say("%s", differences.isEmpty() ? "Nothing differs." : "It differs.");
  }
}
