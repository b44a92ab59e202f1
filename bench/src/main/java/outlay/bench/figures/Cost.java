package outlay.bench.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import outlay.bench.Backoff;
import outlay.bench.Client;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Environment;
import outlay.bench.OwnOutlay;
import outlay.bench.Row;
import outlay.bench.StoredExpense;
import outlay.bench.Tables;
import outlay.bench.Tokens;
import outlay.bench.drills.Jobs;
import outlay.bench.replay.DataSet;
import outlay.bench.replay.Posted;
import outlay.bench.replay.Poster;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * What an expense costs on AWS: all that scales with expenses is counted while an Outlay of its own
 * takes them, and priced by {@code prices.json}.
 */
@Command(
    name = "bench/cost",
    mixinStandardHelpOptions = true,
    description = {
      "Counts what an expense uses on an Outlay of its own, and what that costs on AWS.",
      "Writes its section of docs/benchmarks.md. Ends with 1 if a target is missed."
    })
final class Cost implements Callable<Integer> {
  private static final String NAME = "bench/cost";
  private static final Set<String> PATH = Set.of("Ingest", "Query", "Totals", "Alerts");
  private static final int[] A_MONTH = {1, 10, 100};
  private static final int OF_EACH = 100;
  private static final int MOST_IN_A_BATCH = 100;
  private static final double MILLION = 1e6;

  /** About so long is a row in the answer to a batch. */
  private static final int BYTES_OF_A_RESULT = 330;

  private static final int NIGHTS = 30;
  private static final int WARM_UP = 200; // After so many calls, a JVM compiles what is called.
  private static final String UNDER_LOAD = "post, under load";
  private static final String REPORT = "report, a row";
  private static final String BACKUP = "backup, a row";
  private static final String BACKUP_AGAIN = "backup, a row that did not change, a night";
  private static final String STORED = "tables, an expense, a month";
  private static final int BYTES_AN_ITEM_MORE = 100; // As AWS documents it.
  private static final String RECONCILE = "reconcile, an expense, a night";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--expenses",
      paramLabel = "N",
      description = "Expenses under load (default: ${DEFAULT-VALUE}).")
  private int expenses = 10_000;

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final List<String> ids = new ArrayList<>();
  private double expensesAUser;

  public static void main(String[] args) {
    System.exit(Commands.run(new CommandLine(new Cost()), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Prices prices = Prices.read();
    List<CostMeter.Line> lines = new ArrayList<>();
    try (OwnOutlay outlay = checkout.start("cost")) {
      Environment environment = Environment.read(outlay.env());
      Rush rush = new Rush("rush", expenses, 1000, 7, 1);
      List<String> users = new ArrayList<>(rush.names());
      IntStream.of(A_MONTH).forEach(count -> users.addAll(usersWith(count)));
      Map<String, String> tokens = new Tokens(checkout.run(), environment.folder()).of(users);
      CostMeter meter = new CostMeter(environment, tokens);
      lone(meter, lines);
      Night few = night(meter, environment);
      lines.add(underLoad(meter, environment, tokens, rush));
      jobs(meter, environment, lines);
      lines.addAll(night(meter, environment).eachMoreThan(few));
    }
    List<Target> targets = targets(prices, lines);
    checkout.publish(NAME, text(prices, lines, targets));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  /** Users who together record so many as are measured of each kind. */
  private static List<String> usersWith(int aMonth) {
    return IntStream.range(0, OF_EACH / aMonth)
        .mapToObj(user -> "lone-%d-%d".formatted(aMonth, user))
        .toList();
  }

  private static String lone(int aMonth) {
    return "post, %d a user and month".formatted(aMonth);
  }

  private void lone(CostMeter meter, List<CostMeter.Line> lines)
      throws IOException, InterruptedException {
    String many = usersWith(A_MONTH[2]).get(0);
    for (int i = 0; i < WARM_UP; i++) { // Functions that start are not what is measured.
      meter.alone(3, "POST", "/expenses", many, body(today.minusMonths(6), i));
    }
    meter.alone(0, "GET", "/expenses?limit=20", many, "");
    for (int aMonth : A_MONTH) {
      lines.add(meter.measure(lone(aMonth), PATH, () -> postMonth(meter, aMonth)));
    }
    lines.add(
        meter.measure(
            "edit",
            PATH,
            () ->
                each(
                    id ->
                        meter.alone(
                            3, "PUT", "/expenses/" + ids.get(id), many, body(day(id), id + 1)))));
    lines.add(
        meter.measure(
            "edit that moves it to another month",
            PATH,
            () ->
                each(
                    id ->
                        meter.alone(
                            4,
                            "PUT",
                            "/expenses/" + ids.get(id),
                            many,
                            body(day(id).minusMonths(2), id + 1)))));
    lines.add(
        meter.measure(
            "delete",
            PATH,
            () -> each(id -> meter.alone(2, "DELETE", "/expenses/" + ids.get(id), many, ""))));
    String some = usersWith(A_MONTH[1]).get(0);
    lines.add(
        meter.measure(
            "list, a page of 20",
            PATH,
            () -> each(id -> meter.alone(0, "GET", "/expenses?limit=20", some, ""))));
    LocalDate first = today.minusMonths(1).withDayOfMonth(1);
    String summary =
        "/summary?period=month&from=%s&to=%s".formatted(first, first.plusMonths(1).minusDays(1));
    lines.add(
        meter.measure(
            "summary of a month",
            PATH,
            () -> each(id -> meter.alone(0, "GET", summary, some, ""))));
  }

  private interface Request {
    String send(int number) throws IOException, InterruptedException;
  }

  private static long each(Request request) throws IOException, InterruptedException {
    for (int number = 0; number < OF_EACH; number++) {
      request.send(number);
      Thread.sleep(20); // Less than the API's rate.
    }
    return OF_EACH;
  }

  /** Each user's expenses of last month, one after the other. */
  private long postMonth(CostMeter meter, int aMonth) throws IOException, InterruptedException {
    ids.clear();
    for (String user : usersWith(aMonth)) {
      for (int i = 0; i < aMonth; i++) {
        String body = body(day(i * OF_EACH / aMonth), i);
        String answer = meter.alone(3, "POST", "/expenses", user, body);
        ids.add(JSON.readTree(answer).path("expenseId").asText());
      }
    }
    return ids.size();
  }

  /** A hundred expenses are spread over last month. */
  private LocalDate day(int number) {
    LocalDate first = today.minusMonths(1).withDayOfMonth(1);
    return first.plusDays((long) number * first.lengthOfMonth() / OF_EACH);
  }

  private static String body(LocalDate date, int number) {
    return """
        {"type": "expense", "date": "%s", "category": "Category %d", "amount": "%d.25",
         "currency": "EUR", "description": "Lunch number %d"}"""
        .formatted(date, number % 10, 1 + number % 9, number);
  }

  private CostMeter.Line underLoad(
      CostMeter meter, Environment environment, Map<String, String> tokens, Rush rush)
      throws IOException, InterruptedException {
    Map<String, List<Row>> byUser = new LinkedHashMap<>();
    rush.rows(today)
        .forEach(row -> byUser.computeIfAbsent(row.userId(), u -> new ArrayList<>()).add(row));
    DataSet set =
        new DataSet(
            rush.name(),
            byUser.values().stream().flatMap(List::stream).toList(),
            List.of(),
            Map.of());
    Poster poster =
        new Poster(new Client(environment.uri("OUTLAY_API"), Backoff.PATIENT), 4, MOST_IN_A_BATCH);
    return meter.measure(
        UNDER_LOAD,
        PATH,
        () -> {
          Posted posted =
              poster.post(set, tokens, rows -> meter.count((long) rows * BYTES_OF_A_RESULT));
          if (!posted.differences().isEmpty()) {
            throw new IOException(posted.differences().get(0));
          }
          return posted.expenseIds().size();
        });
  }

  private void jobs(CostMeter meter, Environment environment, List<CostMeter.Line> lines)
      throws IOException, InterruptedException {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment)) {
      Jobs jobs = new Jobs(lambda, dynamoDb, environment, Duration.ofMinutes(5));
      String month = "{\"month\": \"%s\"}".formatted(today.toString().substring(0, 7));
      lines.add(
          meter.measure(REPORT, Set.of("Report"), () -> ended(jobs, "Report", month, "rows")));
      lines.add(
          meter.measure(
              BACKUP, Set.of("Backup"), () -> ended(jobs, "Backup", night(), "expenses")));
      Tables tables = new Tables(dynamoDb, environment);
      long kept = tables.expenses().size();
      lines.add(stored(dynamoDb, environment, kept));
      expensesAUser =
          (double) kept
              / tables.expenses().keySet().stream()
                  .map(StoredExpense.Key::userId)
                  .distinct()
                  .count();
    }
  }

  /** What the passes over so many expenses took, of which none had changed. */
  private record Night(long expenses, CostMeter.Line backup, CostMeter.Line reconcile) {
    /** What a pass takes for each expense more: what it takes besides does not grow with them. */
    List<CostMeter.Line> eachMoreThan(Night fewer) {
      long more = expenses - fewer.expenses;
      return List.of(
          backup.eachMoreThan(fewer.backup, more), reconcile.eachMoreThan(fewer.reconcile, more));
    }
  }

  /** By functions that ran once before. */
  private static Night night(CostMeter meter, Environment environment)
      throws IOException, InterruptedException {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment)) {
      Jobs jobs = new Jobs(lambda, dynamoDb, environment, Duration.ofMinutes(5));
      ended(jobs, "Backup", night(), "expenses");
      ended(jobs, "Reconcile", night(), "days");
      return new Night(
          new Tables(dynamoDb, environment).expenses().size(),
          meter.measure(
              BACKUP_AGAIN,
              Set.of("Backup"),
              () -> Math.min(1, ended(jobs, "Backup", night(), "expenses"))),
          meter.measure(
              RECONCILE,
              Set.of("Reconcile"),
              () -> Math.min(1, ended(jobs, "Reconcile", night(), "days"))));
    }
  }

  /** What a schedule asks of a job; each time another night. */
  private static String night() {
    return "{\"scheduledFor\": \"%s\"}".formatted(Instant.now());
  }

  /** What the tables hold of an expense, as DynamoDB bills it: index entries are items, too. */
  private static CostMeter.Line stored(
      DynamoDbClient dynamoDb, Environment environment, long expenses) {
    long bytes = 0;
    for (String table : List.of("OUTLAY_EXPENSES_TABLE", "OUTLAY_TOTALS_TABLE")) {
      TableDescription described =
          dynamoDb.describeTable(describe -> describe.tableName(environment.get(table))).table();
      int copies = 1 + described.localSecondaryIndexes().size();
      bytes += copies * (described.tableSizeBytes() + described.itemCount() * BYTES_AN_ITEM_MORE);
    }
    return new CostMeter.Line(
        STORED, new Used(Map.of(Metered.TABLE_BYTE_MONTH, (double) bytes / expenses)), 0, 0);
  }

  /** How many rows the run went over. */
  private static long ended(Jobs jobs, String function, String request, String rows)
      throws IOException, InterruptedException {
    Jobs.Finished finished = jobs.run(function, request);
    long done = finished.result().path(rows).asLong();
    if (!finished.ok() || done == 0) {
      throw new IOException(finished.run() + " did not end well: " + finished.result());
    }
    return done;
  }

  // ---------------------------------------------------------------- what is said of it

  private static Used used(List<CostMeter.Line> lines, String what) {
    return lines.stream()
        .filter(line -> line.what().equals(what))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(what + " was not measured"))
        .used();
  }

  /** A million expenses: taken, counted, compared, reported and backed up once, stored a month. */
  private static double dollars(Prices prices, List<CostMeter.Line> lines, String posted) {
    return MILLION
        * (prices.of(used(lines, posted))
            + prices.of(used(lines, REPORT))
            + prices.of(used(lines, BACKUP))
            + prices.of(used(lines, STORED))
            + NIGHTS * (prices.of(used(lines, BACKUP_AGAIN)) + prices.of(used(lines, RECONCILE))));
  }

  private static double most(List<CostMeter.Line> lines, Metered item) {
    return IntStream.of(A_MONTH)
        .mapToDouble(aMonth -> used(lines, lone(aMonth)).of(item))
        .max()
        .orElseThrow();
  }

  private static List<Target> targets(Prices prices, List<CostMeter.Line> lines) {
    Used load = used(lines, UNDER_LOAD);
    List<Target> targets = new ArrayList<>();
    targets.add(
        Target.atMost(
            "write units an expense, lone",
            3,
            most(lines, Metered.WRITE_UNIT),
            "",
            "an item, its index entry, and its day's totals are one each"));
    targets.add(
        Target.atMost(
            "write units an expense, under load",
            2.4,
            load.of(Metered.WRITE_UNIT),
            "",
            "a batch holds few expenses of the same user and day"));
    targets.add(
        Target.atMost("read units an expense, lone", 5, most(lines, Metered.READ_UNIT), "", READS));
    targets.add(
        Target.atMost(
            "read units an expense, under load", 2, load.of(Metered.READ_UNIT), "", READS));
    targets.add(
        Target.atMost(
            "log bytes a function's request (Lambda's own lines: none, by `SystemLogLevel: WARN`)",
            400,
            lines.stream()
                .filter(line -> line.used().of(Metered.INVOCATION) > 0.9)
                .mapToDouble(CostMeter.Line::logBytesOfRequest)
                .max()
                .orElseThrow(),
            "",
            "metrics in the embedded format, a line of them a batch"));
    for (int aMonth : A_MONTH) {
      targets.add(
          Target.atMost(
              "dollars a million expenses, lone, %d a user and month".formatted(aMonth),
              5,
              dollars(prices, lines, lone(aMonth)),
              "",
              DOLLARS));
    }
    targets.add(
        Target.atMost(
            "dollars a million expenses, under load",
            3,
            dollars(prices, lines, UNDER_LOAD),
            "",
            DOLLARS));
    return targets;
  }

  private static final String READS =
      "each count reads its day, each comparison the budgets and the month";
  private static final String DOLLARS = "the table below says what for";

  private String text(Prices prices, List<CostMeter.Line> lines, List<Target> targets) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        Counted on an Outlay of its own: DynamoDB's units with all indexes, by its own answers; the functions' requests,
        and their time by Lambda's own lines (this machine's time, at the memory that `template.yaml` gives); the bytes
        that they log, and the API's access log. Lone: one at a time, the next when all streams are handled. Under load:
        %,d expenses of the last week, of 1,000 users by Zipf's law, in requests of up to 100, as fast as the API takes
        them. Prices: `prices.json`, the list of %s in %s, without free tiers. Lambda reads streams free of charge, and
        SnapStart costs nothing for Java. X-Ray is off unless the parameter `Tracing` asks for it. Not in it, since it does not
        scale with expenses: sign-in (by user), the database while it is awake, e-mails (by alert).

        """
            .formatted(expenses, prices.region(), prices.asOf()));
    text.append(Target.table(targets));
    text.append(
        """

        A million expenses are taken, counted, compared with budgets, reported and backed up once, and stored for a month.
        The nights' passes over all that is kept come to it: thirty of Backup are %.2f dollars a million expenses, thirty of
        Reconcile %.2f: what each of ten thousand expenses more adds to a night, by functions that ran once before. A user has
        %.1f expenses here. Ingest, Totals, and Alerts handled %d expenses before they are measured.

        | each | write units | read units | functions' requests | GB-ms | log bytes | Lambda's lines were they on | dollars a million |
        |---|---|---|---|---|---|---|---|
        """
            .formatted(
                NIGHTS * MILLION * prices.of(used(lines, BACKUP_AGAIN)),
                NIGHTS * MILLION * prices.of(used(lines, RECONCILE)),
                expensesAUser,
                WARM_UP));
    lines.forEach(line -> text.append(row(prices, line)));
    text.append(
        """

        Dollars a million expenses, by what they are for:

        | for | %s |
        |---|%s
        """
            .formatted(String.join(" | ", posts()), "---|".repeat(posts().size())));
    for (Metered item : Metered.values()) {
      List<Double> each =
          posts().stream().map(post -> dollars(prices.only(item), lines, post)).toList();
      if (each.stream().anyMatch(dollars -> dollars >= 0.005)) {
        text.append("| ").append(item.label());
        each.forEach(dollars -> text.append(String.format(Locale.ROOT, " | %.2f", dollars)));
        text.append(" |\n");
      }
    }
    return text.toString();
  }

  private static List<String> posts() {
    List<String> posts = new ArrayList<>();
    IntStream.of(A_MONTH).forEach(aMonth -> posts.add(lone(aMonth)));
    posts.add(UNDER_LOAD);
    return posts;
  }

  private static String row(Prices prices, CostMeter.Line line) {
    Used used = line.used();
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.3f | %.2f | %.0f | %.0f | %.2f |%n",
        line.what(),
        used.of(Metered.WRITE_UNIT),
        used.of(Metered.READ_UNIT),
        used.of(Metered.INVOCATION),
        used.of(Metered.GB_SECOND) * 1000,
        line.own(),
        line.platform(),
        MILLION * prices.of(used));
  }
}
