package outlay.bench.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import outlay.bench.Backoff;
import outlay.bench.Client;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Environment;
import outlay.bench.FailureQueues;
import outlay.bench.Inbox;
import outlay.bench.Killer;
import outlay.bench.Row;
import outlay.bench.Running;
import outlay.bench.StoredExpense;
import outlay.bench.Tables;
import outlay.bench.Times;
import outlay.bench.Tokens;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Posts real records to a running Outlay, waits until they are counted, and compares what is there
 * with what should be.
 *
 * <p>Every row is posted under a key of its own, so that a second replay, or one that goes on where
 * another was cut off, ends the same. The users must hold nothing but these rows.
 */
@Command(
    name = "bench/replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnExecutionException = Commands.EXIT_COULD_NOT_RUN,
    description = {
      "Posts real records to a running Outlay, waits until they are counted, and compares every expense, total, alert, and"
          + " mail with what should be there.",
      "Ends with 0 if nothing differs, with 1 if anything does."
    })
public final class Replay implements Callable<Integer> {
  private static final int PROBES_AT_MOST = 120; // A month each.

  @Parameters(
      paramLabel = "DATA_DIR",
      description = "Where *.normal.csv, *.rejected.csv, and *.expected.json lie.")
  private Path data = Path.of("");

  @Mixin private Running running = new Running();

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "A set to post; several may be named (default: all in DATA_DIR).")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Requests under way at once (default: ${DEFAULT-VALUE}).")
  private int parallel = 8;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows in one request, 1 to 100 (default: 1, each alone).")
  private int batch = 1;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "At most so many rows of each file. The sums published for whole sets are not compared then.")
  private int rows = Integer.MAX_VALUE;

  @Option(
      names = "--kill-functions",
      paramLabel = "SEED",
      description =
          "Meanwhile, kill functions' processes at random. An alert may then be told of more than once.")
  private @Nullable Long killSeed;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description =
          "How long nothing may change before waiting is given up (default: ${DEFAULT-VALUE}).")
  private int patience = 180;

  @Option(
      names = "--probes",
      paramLabel = "N",
      description = "Expenses to time one by one at the end (default: ${DEFAULT-VALUE}).")
  private int probes = 50;

  @Option(
      names = "--finance",
      paramLabel = "ADDRESS",
      description = "Who gets the alerts (default: ${DEFAULT-VALUE}).")
  private String finance = "finance@outlay.example";

  @Option(names = "--terminal", hidden = true)
  private boolean terminal;

  private final Report report;

  private Replay(PrintStream out) {
    report = new Report(out);
  }

  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  /** Everything but the end of the process: its exit code. */
  public static int run(PrintStream out, String... args) {
    return Commands.run(new CommandLine(new Replay(out)), args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkNumbers();
    Environment environment = running.environment();
    List<DataSet> dataSets = readSets();
    Set<String> users = users(dataSets);
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment)) {
      Tables tables = new Tables(dynamoDb, environment);
      Inbox inbox = new Inbox(environment.uri("OUTLAY_MAIL"), finance);
      Client client = new Client(environment.uri("OUTLAY_API"), Backoff.PATIENT);
      Tokens tokens = running.tokens(environment);

      Replayed replayed = replay(dataSets, users, environment, tables, inbox, client, tokens);
      List<String> queues = new FailureQueues(sqs, environment).differences();
      boolean differs = reportReplay(dataSets, replayed, tables.expenses(users), queues);
      reportTimes(replayed, new Probe(client, tables, inbox), tokens);
      return differs ? 1 : 0;
    }
  }

  /** What came of all sets together, and of posting each. */
  private record Replayed(Map<String, Posted> posted, Drain.Drained drained) {}

  private Replayed replay(
      List<DataSet> dataSets,
      Set<String> users,
      Environment environment,
      Tables tables,
      Inbox inbox,
      Client client,
      Tokens tokens)
      throws IOException, InterruptedException {
    Optional<Killer> killer =
        Optional.ofNullable(killSeed)
            .map(seed -> Killer.start(environment.folder().resolve("run"), seed));
    try {
      Map<String, Posted> posted = new HashMap<>();
      for (DataSet set : dataSets) {
        posted.put(set.name(), post(set, new Poster(client, parallel, batch), tokens));
      }
      return new Replayed(
          posted, drain(posted, users, new Drain(tables, inbox, Duration.ofSeconds(patience))));
    } finally {
      killer.ifPresent(
          running -> {
            running.close();
            report.kills(running.seed(), running.kills());
          });
    }
  }

  private Posted post(DataSet set, Poster poster, Tokens tokens)
      throws IOException, InterruptedException {
    Map<String, String> ofUsers = tokens.of(set.users());
    int size = set.rows().size() + set.refused().size();
    try (ProgressBar bar = new Progress(terminal).start("Post " + set.name(), size)) {
      return poster.post(set, ofUsers, bar::stepBy);
    }
  }

  private Drain.Drained drain(Map<String, Posted> posted, Set<String> users, Drain drain)
      throws IOException, InterruptedException {
    Map<Row, String> ids = new HashMap<>();
    posted.values().forEach(each -> ids.putAll(each.expenseIds()));
    Outcome expected = Outcome.expected(ids);
    try (ProgressBar bar = new Progress(terminal).start("Wait", expected.size())) {
      return drain.await(expected, users, bar::stepTo);
    }
  }

  private boolean reportReplay(
      List<DataSet> dataSets,
      Replayed replayed,
      Map<StoredExpense.Key, StoredExpense> expenses,
      List<String> queues) {
    List<Report.Line> lines = new ArrayList<>();
    for (DataSet set : dataSets) {
      Posted posted = replayed.posted().getOrDefault(set.name(), Posted.NOTHING);
      Outcome outcome = replayed.drained().outcome().of(set.users());
      lines.add(
          new Report.Line(
              set,
              posted,
              outcome,
              Comparison.differences(
                  set, posted, ofUsers(expenses, set.users()), outcome, killSeed != null)));
    }
    if (replayed.drained().gaveUp()) {
      report.gaveUp(Duration.ofSeconds(patience));
    }
    report.table(lines);
    report.differences("failure queues", queues);
    return !queues.isEmpty() || lines.stream().anyMatch(line -> !line.differences().isEmpty());
  }

  private void reportTimes(Replayed replayed, Probe probe, Tokens tokens)
      throws IOException, InterruptedException {
    report.timesHeading();
    List<Duration> requests =
        replayed.posted().values().stream().flatMap(posted -> posted.times().stream()).toList();
    report.times("request, %d at once".formatted(parallel), new Times(requests));
    report.duration("last request → all counted and told of", replayed.drained().took());
    if (probes > 0) {
      String user = Probe.freshUser();
      String token = tokens.of(Set.of(user)).getOrDefault(user, "");
      Probe.Latencies latencies;
      try (ProgressBar bar = new Progress(terminal).start("Probe", probes)) {
        latencies = probe.measure(user, token, probes, bar::step);
      }
      report.times("post → answered, idle", latencies.posted());
      report.times("post → counted, idle", latencies.counted());
      report.times("post → e-mail, idle", latencies.mailed());
    }
  }

  private void checkNumbers() {
    if (parallel < 1 || batch < 1 || batch > 100 || rows < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "--parallel, --rows, and --patience must be at least 1, --batch between 1 and 100.");
    }
    if (probes < 0 || probes > PROBES_AT_MOST) {
      throw new IllegalArgumentException("--probes must be between 0 and " + PROBES_AT_MOST + ".");
    }
  }

  private List<DataSet> readSets() throws IOException {
    List<String> known = DataSet.names(data);
    if (!known.containsAll(sets)) {
      throw new IllegalArgumentException("The sets in %s are %s.".formatted(data, known));
    }
    List<DataSet> read = new ArrayList<>();
    for (String name : sets.isEmpty() ? known : sets) {
      read.add(DataSet.read(data, name, rows));
    }
    return read;
  }

  private static Set<String> users(List<DataSet> dataSets) {
    Set<String> users = new HashSet<>();
    for (DataSet set : dataSets) {
      for (String user : set.users()) {
        if (!users.add(user)) {
          throw new IllegalArgumentException(
              "The user %s is in two sets, whose sums could not be told apart.".formatted(user));
        }
      }
    }
    return users;
  }

  private static Map<StoredExpense.Key, StoredExpense> ofUsers(
      Map<StoredExpense.Key, StoredExpense> expenses, Set<String> users) {
    return expenses.entrySet().stream()
        .filter(entry -> users.contains(entry.getKey().userId()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
