package outlay.bench.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import outlay.bench.Answer;
import outlay.bench.Backoff;
import outlay.bench.Bodies;
import outlay.bench.Cell;
import outlay.bench.Client;
import outlay.bench.Clients;
import outlay.bench.Environment;
import outlay.bench.Inbox;
import outlay.bench.Row;
import outlay.bench.Slot;
import outlay.bench.StoredItems;
import outlay.bench.Tables;
import outlay.bench.Times;
import outlay.bench.UserFailures;
import outlay.bench.replay.Probe;
import outlay.bench.replay.Report;
import outlay.bench.replay.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Items that no function can read, written behind the API among good ones: they must end in the
 * failure queue with their cause, hold up nothing else, and be counted once they are mended as
 * {@code docs/operations.md} says.
 */
@Command(
    name = "poison",
    mixinStandardHelpOptions = true,
    description = {
      "Spoils expenses behind the API, so that no function can read them; looks for them in the",
      "failure queue, and for every other total; mends them as the handbook says; compares."
    })
final class PoisonDrill implements Callable<Integer> {
  private static final LocalDate FIRST = LocalDate.of(2025, 3, 1);
  private static final int DAYS = 6;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int PROBES = 10;
  private static final Pattern METRIC = Pattern.compile("\"Poison\":([0-9.]+)");

  @Mixin private Drill.Options options = new Drill.Options();

  @Option(
      names = "--lag",
      paramLabel = "SECONDS",
      description = "How late others may be counted meanwhile (default: ${DEFAULT-VALUE}).")
  private int longestLag = 5;

  private final Report report;
  private final String user = "poison-" + UUID.randomUUID();
  private final List<String> differences = new ArrayList<>();

  PoisonDrill(Report report) {
    this.report = report;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = options.environment();
    String other = Probe.freshUser();
    Map<String, String> tokens = options.tokens(environment).of(List.of(user, other));
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment)) {
      Client client = new Client(environment.uri("OUTLAY_API"), Backoff.PATIENT);
      Tables tables = new Tables(dynamoDb, environment);
      Items items = new Items(dynamoDb, environment.get("OUTLAY_EXPENSES_TABLE"), user);
      UserFailures totals =
          new UserFailures(sqs, environment.get("OUTLAY_TOTALS_FAILURES_URL"), user);
      UserFailures alerts =
          new UserFailures(sqs, environment.get("OUTLAY_ALERTS_FAILURES_URL"), user);
      Path log = environment.folder().resolve("logs").resolve("Totals.log");
      double metricBefore = metric(log);
      for (int day = 0; day < DAYS; day++) {
        post(client, tokens, row(day, day));
      }
      await("the good expenses are counted", () -> counted(tables, Set.of()));

      List<Map<String, AttributeValue>> good = items.spoil();
      post(client, tokens, row(DAYS, 0)); // On a day that cannot be counted now.
      post(client, tokens, row(DAYS + 1, DAYS - 1));
      Times lags =
          new Probe(
                  client,
                  tables,
                  new Inbox(environment.uri("OUTLAY_MAIL"), "finance@outlay.example"))
              .measure(other, tokens.getOrDefault(other, ""), PROBES, () -> {})
              .counted();
      within("another user's expense was counted", lags.percentile(100));

      Set<String> spoilt = Set.of(day(0), day(1), day(2), day(3));
      await("the alarm's metric is there", () -> totals.visible() >= spoilt.size());
      List<UserFailures.Failure> told = told(totals, Set.of(day(0), day(1), "", day(3)));
      await("every other day is counted", () -> counted(tables, spoilt));
      await("the metric Poison is there", () -> metric(log) - metricBefore >= spoilt.size());
      report.say(
          "Spoilt 4 expenses; %d messages in the queue of Totals; another user's were counted in"
              + " %.2f s at the most.",
          told.size(), lags.percentile(100).toMillis() / 1e3);
      told.stream()
          .map(each -> each.function() + " " + each.date() + ": " + each.cause())
          .distinct()
          .forEach(each -> report.say("  %s", each));

      items.mend(good);
      await("the mended expenses are counted", () -> counted(tables, Set.of()));
      countByHand(dynamoDb, lambda, environment, tables);
      told.forEach(totals::delete);
      tidy(totals, "Totals");
      tidy(alerts, "Alerts");
    }
    report.differences("poison", differences);
    report.say("%s", differences.isEmpty() ? "Nothing differs." : "It differs.");
    return differences.isEmpty() ? 0 : 1;
  }

  // ---------------------------------------------------------------- expenses, good and spoilt

  private static String day(int number) {
    return FIRST.plusDays(number).toString();
  }

  private Row row(int number, int day) {
    return new Row(
        user, number, user, day(day), "expense", "Food", (10 + number) + ".25", "EUR", "");
  }

  private void post(Client client, Map<String, String> tokens, Row row)
      throws InterruptedException {
    Answer answer =
        client.post(
            "/expenses",
            tokens.getOrDefault(user, ""),
            Map.of("Idempotency-Key", Bodies.key(row)),
            Bodies.one(row));
    if (Verdict.onAccepted(row, answer) instanceof Verdict.Wrong wrong) {
      differences.add(wrong.difference());
    }
  }

  /** The user's items, as someone changes them who goes around the API. */
  private record Items(DynamoDbClient dynamoDb, String table, String user) {
    /**
     * Spoils the first four days: an amount that is no number, an unknown type, no date, and beside
     * a good expense another one without a currency.
     *
     * @return what to put in their place
     */
    List<Map<String, AttributeValue>> spoil() {
      Map<String, Map<String, AttributeValue>> byDay = new HashMap<>();
      new StoredItems(dynamoDb, table, List.of("userId", "expenseId"))
          .read().values().stream()
              .filter(item -> item.getOrDefault("userId", text("")).s().equals(user))
              .forEach(item -> byDay.put(item.getOrDefault("date", text("")).s(), item));
      List<Map<String, AttributeValue>> good = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        good.add(new HashMap<>(byDay.getOrDefault(day(number), Map.of())));
      }
      put(good.get(0), "amount", text("a lot"));
      put(good.get(1), "type", text("gift"));
      put(good.get(2), "date", null);
      good.get(3).put("expenseId", text(UUID.randomUUID().toString()));
      put(good.get(3), "currency", null);
      return good;
    }

    private void put(
        Map<String, AttributeValue> item, String attribute, @Nullable AttributeValue value) {
      Map<String, AttributeValue> spoilt = new HashMap<>(item);
      if (value == null) {
        spoilt.remove(attribute);
      } else {
        spoilt.put(attribute, value);
      }
      dynamoDb.putItem(put -> put.tableName(table).item(spoilt));
    }

    void mend(List<Map<String, AttributeValue>> good) {
      good.forEach(item -> dynamoDb.putItem(put -> put.tableName(table).item(item)));
    }

    private static AttributeValue text(String text) {
      return AttributeValue.fromS(text);
    }
  }

  // ---------------------------------------------------------------- what becomes of them

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        differences.add("after " + LONGEST.toSeconds() + " s it is not so that " + what);
        return;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  private void within(String what, Duration took) {
    if (took.toSeconds() >= longestLag) {
      differences.add("%s after %d ms only".formatted(what, took.toMillis()));
    }
  }

  /** Whether each day's total is the sum of its expenses, where all can be read. */
  private boolean counted(Tables tables, Set<String> but) {
    Map<Slot, Cell> is = new HashMap<>();
    Map<Slot, Cell> should = new HashMap<>();
    for (int number = 0; number < DAYS; number++) {
      if (!but.contains(day(number))) {
        is.putAll(tables.totals(user, day(number)));
      }
    }
    tables
        .readable(user)
        .forEach(
            expense -> {
              if (!but.contains(expense.date())) {
                should.merge(
                    new Slot(user, expense.date(), expense.currency(), expense.category()),
                    expense.cell(),
                    Cell::plus);
              }
            });
    return is.equals(should);
  }

  /** Waits until there is a message for each of these dates. */
  private List<UserFailures.Failure> told(UserFailures queue, Set<String> dates)
      throws InterruptedException {
    List<UserFailures.Failure> told = new ArrayList<>();
    Set<String> missing = new TreeSet<>(dates);
    await(
        "Totals told of each of them",
        () -> {
          for (UserFailures.Failure failure : queue.receive()) {
            told.add(failure);
            missing.remove(failure.date());
          }
          return missing.isEmpty();
        });
    missing.forEach(date -> differences.add("nobody was told of '" + date + "'"));
    for (UserFailures.Failure failure : told) {
      if (!dates.contains(failure.date()) || failure.cause().isEmpty()) {
        differences.add("not as expected: " + failure);
      }
    }
    return told;
  }

  /** What Totals reported of poison since its log begins. */
  private static double metric(Path log) {
    try {
      return Files.exists(log)
          ? METRIC
              .matcher(Files.readString(log, StandardCharsets.UTF_8))
              .results()
              .map((MatchResult match) -> match.group(1))
              .mapToDouble(Double::parseDouble)
              .sum()
          : 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** As under <i>Count a day again</i>. */
  private void countByHand(
      DynamoDbClient dynamoDb, LambdaClient lambda, Environment environment, Tables tables)
      throws InterruptedException {
    String table = environment.get("OUTLAY_TOTALS_TABLE");
    String day = day(DAYS - 1);
    dynamoDb.deleteItem(
        delete ->
            delete
                .tableName(table)
                .key(
                    Map.of(
                        "userId", AttributeValue.fromS(user), "date", AttributeValue.fromS(day))));
    String stream =
        dynamoDb
            .describeTable(describe -> describe.tableName(environment.get("OUTLAY_EXPENSES_TABLE")))
            .table()
            .latestStreamArn();
    String request =
        """
        {"Records": [{
          "eventID": "by-hand", "eventName": "MODIFY", "eventSource": "aws:dynamodb", "awsRegion": "%s",
          "eventSourceARN": "%s",
          "dynamodb": {"SequenceNumber": "1", "Keys": {"userId": {"S": "%s"}},
            "NewImage": {"userId": {"S": "%s"}, "date": {"S": "%s"}}}}]}
        """
            .formatted(environment.get("AWS_REGION"), stream, user, user, day);
    String answer =
        lambda
            .invoke(
                invoke -> invoke.functionName("Totals").payload(SdkBytes.fromUtf8String(request)))
            .payload()
            .asUtf8String();
    if (!answer.contains("\"batchItemFailures\":[]")) {
      differences.add("counted by hand: " + answer);
    }
    await("a day is counted by hand", () -> counted(tables, Set.of()));
  }

  /** Deletes what was told of the user and is mended now; nothing may be told any more. */
  private void tidy(UserFailures queue, String function) {
    int deleted = 0;
    List<UserFailures.Failure> some = queue.receive();
    while (!some.isEmpty()) {
      some.forEach(queue::delete);
      deleted += some.size();
      some = queue.receive();
    }
    report.say("Deleted %d more messages from the queue of %s.", deleted, function);
  }
}
