package outlay.bench.drills;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Environment;
import outlay.bench.FailureQueues;
import outlay.bench.Running;
import outlay.bench.replay.Report;
import outlay.histories.ApiActor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
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
  private static final Duration HELD = Duration.ofSeconds(25); // Longer than chaos holds a call.

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

  @Mixin private Running running = new Running();

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

  @Override
  public Integer call() throws IOException, InterruptedException {
    Environment environment = running.environment();
    String name = "soak-%d-%s".formatted(seed, Long.toString(System.currentTimeMillis(), 36));
    Map<String, String> tokens = new HashMap<>();
    ApiActor.Access access = new ApiActor.Access(environment.uri("OUTLAY_API"), tokens::get);
    try (Crowd crowd = new Crowd(seed, name, parallel, () -> access);
        DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        SqsClient sqs = Clients.of(SqsClient.builder(), environment)) {
      tokens.putAll(running.tokens(environment).of(crowd.users()));
      int changes = act(crowd, environment);
      Ledgers ledgers = new Ledgers(dynamoDb, environment, crowd.users(), crowd.actors());
      // Else a late write could bring back what is removed.
      Thread.sleep(chaos ? HELD.toMillis() : 0);
      ledgers.remove();
      Ledgers.Found found = ledgers.drain(Duration.ofSeconds(patience));
      List<String> differences = ledgers.differences(found);
      differences.addAll(new FailureQueues(sqs, environment).differences());
      report.say(
          "Seed %d, %s: %d changes acknowledged, %d requests sent again.",
          seed, chaos ? "chaos" : "calm", changes, ledgers.retries());
      ledgers.report(report, found, differences);
      return differences.isEmpty() ? 0 : 1;
    }
  }

  private int act(Crowd crowd, Environment environment) throws IOException, InterruptedException {
    if (chaos) {
      chaos(Long.toString(seed), environment);
    }
    long end = System.nanoTime() + (long) (minutes * 60e9);
    try {
      crowd.start(() -> System.nanoTime() >= end);
      return crowd.await();
    } finally {
      if (chaos) {
        report.say("%s", chaos("off", environment));
      }
    }
  }

  /** What {@code ./run chaos} says. */
  private String chaos(String what, Environment environment)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                running.run().toString(), "chaos", what, "--data", environment.folder().toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("./run chaos " + what + ": " + said);
    }
    return said.strip();
  }
}
