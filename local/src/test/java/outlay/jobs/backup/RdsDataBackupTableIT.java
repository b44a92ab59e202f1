package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.jobs.backup.Fixtures.NIGHT;
import static outlay.jobs.backup.Fixtures.expense;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Edge;
import outlay.local.rds.Rds;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.Backoff;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;

/** The backup's own table and statements on the Data API and the database of this machine. */
final class RdsDataBackupTableIT extends BackupTableContract {
  private static final String ARN = "arn:aws:rds:eu-central-2:000000000000:cluster:outlay-database";
  private static final String SECRET =
      "arn:aws:secretsmanager:eu-central-2:000000000000:secret:rds!cluster-outlay-database";
  private static final String DATABASE = "outlay";

  private static final AtomicInteger WRITES = new AtomicInteger();
  private static volatile Fault fault = Fault.NONE;

  @TempDir private static Path folder;
  private static Rds rds;
  private static Edge edge;
  private static RdsDataClient client;

  private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());

  /** What goes wrong with writes. */
  private enum Fault {
    NONE,
    /** From the second write on, the database is resuming for two calls. */
    RESUMING_AFTER_THE_FIRST,
    /** Each write is applied, and its first answer lost. */
    ANSWERS_LOST
  }

  @BeforeAll
  static void start() throws IOException {
    rds =
        Rds.of(
            new Rds.Cluster(ARN, Set.of(SECRET), Optional.of(DATABASE)),
            Path.of("mariadb/target/mariadb"),
            folder.resolve("mysql"),
            folder.resolve("MySQL.pid"),
            folder.resolve("MySQL.log"),
            false);
    edge =
        Edge.start(
            0,
            Map.of("rds-data", rds),
            Map.of("AKIDBACKUP", "Backup"),
            List.of(RdsDataBackupTableIT::answer));
    client =
        RdsDataClient.builder()
            .endpointOverride(edge.uri())
            .region(Region.EU_CENTRAL_2)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDBACKUP", "local")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    edge.close();
    rds.close();
  }

  @BeforeEach
  void withoutFault() {
    fault = Fault.NONE;
    WRITES.set(0);
  }

  private static Answer answer(Call call, Backend next) throws IOException {
    if (!new String(call.request().body(), StandardCharsets.UTF_8).contains("INSERT INTO")) {
      return next.answer(call);
    }
    int write = WRITES.incrementAndGet();
    Answer answer = next.answer(call);
    if (fault == Fault.RESUMING_AFTER_THE_FIRST && write == 1) {
      rds.resumeFor(2);
    }
    if (fault == Fault.ANSWERS_LOST && write % 2 == 1) {
      throw new IOException("The answer is lost on its way.");
    }
    return answer;
  }

  @Override
  BackupTable table() {
    client.executeStatement(
        drop ->
            drop.resourceArn(ARN)
                .secretArn(SECRET)
                .database(DATABASE)
                .sql("DROP TABLE IF EXISTS expenses"));
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), bound -> bound - 1, waits::add);
    BackupTable table = new RdsDataBackupTable(client, ARN, SECRET, DATABASE, backoff);
    table.prepare();
    return table;
  }

  /** As large as they can be: a request holds about 200 of them. */
  private static List<Expense> largest(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            number ->
                Expense.recorded(
                    "eve",
                    new UUID(9, number).toString(),
                    new ExpenseContent(
                        ExpenseType.EXPENSE,
                        LocalDate.of(2026, 1, 31),
                        "😀".repeat(100),
                        new Money(Money.MAX_MINOR_UNITS, Currency.of("JOD")),
                        "😀".repeat(1_000)),
                    NIGHT))
        .toList();
  }

  @Test
  void largestExpenses_fitIntoRequestsAndPages() {
    BackupTable table = table();
    List<Expense> expenses = largest(600);

    table.upsert(expenses);

    assertThat(WRITES.get()).isGreaterThan(1);
    assertThat(all(table)).isEqualTo(expenses);
  }

  @Test
  void databaseThatResumesInTheMiddle_isWaitedFor() {
    BackupTable table = table();
    List<Expense> expenses = largest(600);
    fault = Fault.RESUMING_AFTER_THE_FIRST;

    table.upsert(expenses);

    assertThat(waits).containsExactly(1_000L, 2_000L);
    assertThat(all(table)).isEqualTo(expenses);
  }

  @Test
  void databaseThatResumes_isWaitedForByEveryCall() {
    BackupTable table = table();
    Expense expense = expense("ann", 1, NIGHT);

    rds.resumeFor(1);
    table.prepare();
    rds.resumeFor(1);
    table.upsert(List.of(expense));
    rds.resumeFor(1);

    assertThat(all(table)).containsExactly(expense);
    assertThat(waits).hasSize(3);
  }

  @Test
  void answersLost_afterTheyWereApplied_changeNothing() {
    BackupTable table = table();
    fault = Fault.ANSWERS_LOST;

    table.upsert(EXPENSES);

    assertThat(WRITES.get()).isEqualTo(4); // Two statements, each twice.
    assertThat(all(table)).containsExactlyInAnyOrderElementsOf(EXPENSES);
  }
}
