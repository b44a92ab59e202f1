package outlay.bench.drills;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import outlay.bench.Clients;
import outlay.bench.Environment;
import outlay.bench.FailureQueues;
import outlay.bench.OwnOutlay;
import outlay.bench.Times;
import outlay.bench.Tokens;
import outlay.bench.replay.Report;
import outlay.histories.ApiActor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The power fails, again and again: {@code ./run} and every process of its own are killed at random
 * moments while clients write, and started again on the same data. Clients try again until they
 * have an answer.
 */
@Command(
    name = "kill",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts a ./run of its own, on disk; kills all of its processes at random moments while"
          + " random histories are acted out; starts it again each time; compares every expense"
          + " (I1), total (I2), and alert (I3) with what was acknowledged."
    })
final class KillDrill implements Callable<Integer> {
  /** Of four kills, how many come while it starts. */
  private static final double WHILE_STARTING = 0.25;

  private static final int LATEST_WHILE_STARTING = 4_000; // Milliseconds.
  private static final int MOST_CHANGES = 100;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration AFTER_THE_LAST = Duration.ofSeconds(3);

  @Option(names = "--seed", paramLabel = "N", description = "What is done when (default: 1).")
  private long seed = 1;

  @Option(names = "--times", paramLabel = "N", description = "How many kills (default: 10).")
  private int times = 10;

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

  @Option(names = "--home", hidden = true, defaultValue = "${sys:outlay.root:-.}")
  private Path home = Path.of("");

  private final Report report;
  private final Entrance entrance = new Entrance();
  private int whileStarting;
  private int processes;
  private final List<Duration> starts = new ArrayList<>();

  KillDrill(Report report) {
    this.report = report;
  }

  /** Where clients wait while there is nothing to connect to. */
  private static final class Entrance {
    private ApiActor.@Nullable Access access;

    synchronized void open(ApiActor.Access now) {
      access = now;
      notifyAll();
    }

    synchronized void shut() {
      access = null;
    }

    synchronized ApiActor.Access enter() {
      try {
        ApiActor.Access now = access;
        while (now == null) {
          wait();
          now = access;
        }
        return now;
      } catch (InterruptedException givenUp) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("given up while nothing ran", givenUp);
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = home.resolve("bench/target/drill-kill").toAbsolutePath();
    String name = "kill-" + seed;
    Random random = new Random(new SplittableRandom(seed).nextLong());
    AtomicBoolean enough = new AtomicBoolean();
    try (Crowd crowd = new Crowd(seed, name, parallel, entrance::enter)) {
      OwnOutlay outlay = start(data, "--fresh");
      try {
        outlay.awaitReady();
        open(outlay, crowd);
        crowd.start(enough::get);
        for (int kill = 0; kill < times; kill++) {
          awaitChanges(crowd, 1 + random.nextInt(MOST_CHANGES));
          kill(outlay, random);
          while (kill + 1 < times && random.nextDouble() < WHILE_STARTING) {
            kill++;
            whileStarting++;
            outlay = start(data);
            Thread.sleep(random.nextInt(LATEST_WHILE_STARTING));
            kill(outlay, random);
          }
          outlay = start(data);
          starts.add(outlay.awaitReady());
          open(outlay, crowd);
        }
        Thread.sleep(AFTER_THE_LAST.toMillis());
        enough.set(true);
        int changes = crowd.await();
        return compare(Environment.read(outlay.env()), crowd, changes);
      } finally {
        outlay.close();
      }
    }
  }

  /** Returns in the middle of whatever comes after them. */
  private static void awaitChanges(Crowd crowd, int changes) throws InterruptedException {
    int enough = crowd.acknowledged() + changes;
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (crowd.acknowledged() < enough && System.nanoTime() < end) {
      Thread.sleep(1);
    }
  }

  private OwnOutlay start(Path data, String... more) throws IOException {
    return OwnOutlay.start(List.of(home.resolve("run").toAbsolutePath().toString()), data, more);
  }

  private void open(OwnOutlay outlay, Crowd crowd) throws IOException, InterruptedException {
    Environment environment = Environment.read(outlay.env());
    Map<String, String> tokens =
        new Tokens(home.resolve("run").toAbsolutePath(), environment.folder()).of(crowd.users());
    entrance.open(new ApiActor.Access(environment.uri("OUTLAY_API"), tokens::get));
  }

  private void kill(OwnOutlay outlay, Random random) {
    processes += outlay.kill(random);
    entrance.shut();
  }

  private int compare(Environment environment, Crowd crowd, int changes)
      throws IOException, InterruptedException {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment)) {
      Ledgers ledgers = new Ledgers(dynamoDb, environment, crowd.users(), crowd.actors());
      ledgers.remove();
      Ledgers.Found found = ledgers.drain(Duration.ofSeconds(patience));
      List<String> differences = ledgers.differences(found);
      differences.addAll(new FailureQueues(sqs, environment).differences());
      report.say(
          "Seed %d, %d kills of everything, %d of them while it started: %d changes acknowledged,"
              + " %d requests sent again.",
          seed, times, whileStarting, changes, ledgers.retries());
      Times started = new Times(starts);
      report.say(
          "%d processes killed; it started again in %.1f s, in %.1f s at the most.",
          processes,
          started.percentile(50).toMillis() / 1e3,
          started.percentile(100).toMillis() / 1e3);
      ledgers.report(report, found, differences);
      return differences.isEmpty() ? 0 : 1;
    }
  }
}
