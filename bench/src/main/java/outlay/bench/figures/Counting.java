package outlay.bench.figures;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outlay.bench.Children;
import outlay.bench.Clients;
import outlay.bench.Commands;
import outlay.bench.Console;
import outlay.bench.Environment;
import outlay.bench.OwnOutlay;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Expenses counted a second, against updates of single items a second by the same store. Totals is
 * held (SIGSTOP) while the expenses are written, so that it finds full batches.
 */
@Command(
    name = "bench/counting",
    mixinStandardHelpOptions = true,
    description = {
      "Compares how fast expenses are counted with the store's own rate of updates, on an Outlay of",
      "its own. Writes its section of docs/benchmarks.md. Ends with 1 if a target is missed."
    })
final class Counting implements Callable<Integer> {
  private static final String NAME = "bench/counting";
  private static final int CONNECTIONS = 16; // As many as Totals has.
  private static final int ITEMS = 1_000;
  private static final String BARE = "bench-bare";

  /** Until what the JVMs compile no longer shows. */
  private static final int WARM_ROUNDS = 3;

  private static final Duration LONGEST_HOLD = Duration.ofSeconds(50); // Totals' time-out is 60 s.

  @Mixin private Checkout checkout = new Checkout();

  @Option(
      names = "--expenses",
      paramLabel = "N",
      description = "Expenses a round (default: ${DEFAULT-VALUE}).")
  private int expenses = 5_000;

  @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  /** One round's rates, each in a second. */
  private record Round(double updates, double ofMany, double ofOne) {}

  public static void main(String[] args) {
    // Before the first connection: else only five to the store are kept.
    System.setProperty("http.maxConnections", Integer.toString(CONNECTIONS));
    System.exit(Commands.run(new CommandLine(new Counting()), args));
  }

  @Override
  public Integer call() throws Exception {
    Profile profile = new Profile();
    List<Round> measured = new ArrayList<>();
    try (OwnOutlay outlay = checkout.start("counting")) {
      Environment environment = Environment.read(outlay.env());
      try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
          DynamoDbClient bare = bare(environment)) {
        createTable(bare);
        Profile unpublished = new Profile();
        for (int round = 0; round < WARM_ROUNDS + rounds; round++) {
          boolean warm = round >= WARM_ROUNDS;
          Rush many = new Rush("many-" + round, expenses, 1000, 1, round);
          Rush one = new Rush("one-" + round, Math.min(expenses, 2_000), 1, 1, round);
          Round each =
              new Round(
                  updates(bare, 4),
                  counted(dynamoDb, environment, many, warm ? profile : unpublished),
                  counted(dynamoDb, environment, one, unpublished));
          System.err.println((warm ? "" : "warming up: ") + each);
          if (warm) {
            measured.add(each);
          }
        }
      }
    }
    double ratio = ratio(measured, false).median();
    List<Target> targets =
        List.of(
            Target.atLeast(
                "expenses counted a second, of 1,000 users, against updates a second",
                2,
                ratio,
                " ×",
                "a batch of 1,000 names about 320 days of users, each of them a conditional write into"
                    + " a table with a stream; DynamoDB Local writes one item after the other, and takes"
                    + " about one of two processors, as the table below says"));
    checkout.publish(NAME, text(measured, targets, profile));
    return targets.stream().allMatch(Target::holds) ? 0 : 1;
  }

  // ---------------------------------------------------------------- the store

  private static DynamoDbClient bare(Environment environment) {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + Children.port("ServerRunner")))
        .region(Region.of(environment.get("AWS_REGION")))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static void createTable(DynamoDbClient bare) {
    bare.createTable(
        create ->
            create
                .tableName(BARE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("key")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("key").keyType(KeyType.HASH).build()));
  }

  /** Updates a second, by as many connections as Totals has. */
  private static double updates(DynamoDbClient bare, int seconds) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      long start = System.nanoTime();
      long end = start + seconds * 1_000_000_000L;
      List<Future<Long>> counts = new ArrayList<>();
      for (int thread = 0; thread < CONNECTIONS; thread++) {
        Random random = new Random(thread);
        counts.add(threads.submit(() -> updateUntil(bare, end, random)));
      }
      long updates = 0;
      for (Future<Long> count : counts) {
        updates += count.get();
      }
      return updates / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("The store could not be updated", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static long updateUntil(DynamoDbClient bare, long end, Random random) {
    long updates = 0;
    while (System.nanoTime() < end) {
      String key = Integer.toString(random.nextInt(ITEMS));
      bare.updateItem(
          update ->
              update
                  .tableName(BARE)
                  .key(Map.of("key", AttributeValue.fromS(key)))
                  .updateExpression("ADD spent :amount")
                  .expressionAttributeValues(Map.of(":amount", AttributeValue.fromN("1"))));
      updates++;
    }
    return updates;
  }

  // ---------------------------------------------------------------- Totals

  /** Expenses counted a second, from when Totals may begin. */
  private static double counted(
      DynamoDbClient dynamoDb, Environment environment, Rush rush, Profile profile)
      throws Exception {
    Console console = new Console(environment);
    console.awaitStill();
    long before = console.handled("Totals-");
    List<ProcessHandle> held = Children.with("TotalsHandler");
    long start = System.nanoTime();
    try {
      for (ProcessHandle totals : held) {
        Children.signal("STOP", totals);
      }
      Written.into(
          dynamoDb,
          environment.get("OUTLAY_EXPENSES_TABLE"),
          rush.rows(LocalDate.now(ZoneOffset.UTC)));
    } finally {
      for (ProcessHandle totals : held) {
        Children.signal("CONT", totals);
      }
    }
    long begin = System.nanoTime();
    if (begin - start > LONGEST_HOLD.toNanos()) {
      throw new IllegalArgumentException(
          "Writing took longer than Totals can be held; ask for fewer --expenses.");
    }
    return profile.during(
        () -> {
          console.awaitHandled("Totals-", before + rush.expenses());
          return rush.expenses() / ((System.nanoTime() - begin) / 1e9);
        });
  }

  // ---------------------------------------------------------------- what is said of it

  private static Spread ratio(List<Round> rounds, boolean ofOne) {
    return Spread.of(
        rounds.stream()
            .map(round -> (ofOne ? round.ofOne : round.ofMany) / round.updates)
            .toList());
  }

  private String text(List<Round> measured, List<Target> targets, Profile profile) {
    return String.format(
        Locale.ROOT,
        """
        On an Outlay of its own, %d rounds after %d to warm up, the median (least–most): updates of single items by %d
        connections straight to DynamoDB Local, on a table without index or stream, then %,d expenses of today, which Totals
        finds waiting and counts in batches of 1,000, while Alerts compares what changes. Users by Zipf's law.

        %s
        | a second | | against updates |
        |---|---|---|
        | updates of single items | %s | |
        | expenses of 1,000 users counted | %s | %s × |
        | expenses of one user counted | %s | %s × |

        Processor time while expenses of 1,000 users are counted, all rounds together:

        %s""",
        measured.size(),
        WARM_ROUNDS,
        CONNECTIONS,
        expenses,
        Target.table(targets),
        Spread.of(measured.stream().map(Round::updates).toList()).text(0),
        Spread.of(measured.stream().map(Round::ofMany).toList()).text(0),
        ratio(measured, false).text(2),
        Spread.of(measured.stream().map(Round::ofOne).toList()).text(0),
        ratio(measured, true).text(2),
        profile.table());
  }
}
