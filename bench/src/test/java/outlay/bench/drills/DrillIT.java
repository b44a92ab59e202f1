package outlay.bench.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.bench.AlertKey;
import outlay.bench.Clients;
import outlay.bench.Environment;
import outlay.bench.OwnOutlay;
import outlay.bench.RunningOutlay;
import outlay.bench.StoredExpense;
import outlay.bench.StoredItems;
import outlay.bench.Tables;
import outlay.bench.Tokens;
import outlay.bench.replay.Replay;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;

/** The drills of the handbook, on the real template, parts, and functions. */
class DrillIT {
  private static final String ROWS =
      """
      userId,date,type,category,amount,currency,description
      ann,2026-01-30,expense,Food,8.50,USD,lunch
      ann,2026-01-30,expense,Food,8.50,USD,lunch
      ann,2026-01-31,expense,Rent,1200,USD,
      ann,2026-02-01,expense,Rent,12000.01,USD,"=HYPERLINK(""https://example.org"",1)"
      bob,2026-01-31,income,Salary,4000.25,USD,"March, too"
      bob,2026-02-28,expense,旅費,15000,JPY,新幹線 🚄
      bob,2026-02-28,expense,a.b[0]#'; DROP TABLE expenses; --,0.125,JOD,"two
      lines"
      cut,2026-02-28,expense,Food,1,USD,the row that is not posted
      """;
  private static final String REFUSED =
      "userId,date,type,category,amount,currency,description,reason,source\r\n";
  private static final int EXPENSES = 7;

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void restoreAndReport_differInNothing_andASecondBackupSendsChangesOnly() throws Exception {
    try (OwnOutlay outlay = RunningOutlay.start(folder.resolve("data"))) {
      Environment environment = Environment.read(outlay.env());
      post(outlay, ROWS);
      makeOlder(environment);

      assertThat(drill(outlay, "restore")).as(output.toString(StandardCharsets.UTF_8)).isZero();
      assertThat(output.toString(StandardCharsets.UTF_8))
          .containsPattern("backup#\\S+ took .*\"sent\":7,")
          .containsPattern("backup#\\S+ took .*\"sent\":0,")
          .containsPattern("restore#\\S+ took .*\"added\":7,");

      deleteOne(environment);
      assertThat(backUp(environment).result().path("sent").asInt()).isEqualTo(1);
      assertThat(copied(environment)).isEqualTo(stored(environment)).hasSize(EXPENSES);

      assertThat(drill(outlay, "report")).as(output.toString(StandardCharsets.UTF_8)).isZero();

      spendMuchToday(environment);
      output.reset();
      assertThat(drill(outlay, "loss")).as(output.toString(StandardCharsets.UTF_8)).isZero();
      assertThat(output.toString(StandardCharsets.UTF_8))
          .containsPattern("Wiped [5-9] days and 1 alerts")
          .containsPattern("reconcile#\\S+ took .*\"alertsRaised\":1");

      output.reset();
      assertThat(drill(outlay, "poison", "--run=../run", "--lag=60"))
          .as(output.toString(StandardCharsets.UTF_8))
          .isZero();
    }
  }

  /** Returns when the alert about it was told. */
  private static void spendMuchToday(Environment environment)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        as(
            environment,
            "bob",
            HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_API") + "/expenses"))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"date": "%s", "category": "Rent", "amount": 600, "currency": "USD"}
                        """
                            .formatted(LocalDate.now(ZoneOffset.UTC)))));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String id = new ObjectMapper().readTree(answer.body()).path("expenseId").asText();
    AlertKey alert = new AlertKey("bob", "expense#" + id);
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      Tables tables = new Tables(dynamoDb, environment);
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (!"sent".equals(tables.alerts(Set.of("bob")).get(alert))) {
        assertThat(System.nanoTime()).as("no alert after a minute").isLessThan(deadline);
        Thread.sleep(100); // Between two looks.
      }
    }
  }

  private void post(OwnOutlay outlay, String rows) throws IOException {
    Path data = Files.createDirectories(folder.resolve("rows"));
    Files.writeString(data.resolve("some.normal.csv"), rows);
    Files.writeString(data.resolve("some.rejected.csv"), REFUSED);
    Files.writeString(data.resolve("some.expected.json"), "{}");
    int exit =
        Replay.run(
            new PrintStream(output, true, StandardCharsets.UTF_8),
            data.toString(),
            "--env=" + outlay.env(),
            "--run=" + Path.of("..", "run").toAbsolutePath(),
            "--rows=" + EXPENSES, // Not all, so that no published sums are compared.
            "--probes=0");
    assertThat(exit).as(output.toString(StandardCharsets.UTF_8)).isZero();
  }

  private int drill(OwnOutlay outlay, String name, String... more) {
    return Drill.run(
        new PrintStream(output, true, StandardCharsets.UTF_8),
        Stream.concat(Stream.of(name, "--env=" + outlay.env()), Stream.of(more))
            .toArray(String[]::new));
  }

  /** A backup sends again what changed a few minutes before the last one. */
  private static void makeOlder(Environment environment) {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      String table = environment.get("OUTLAY_EXPENSES_TABLE");
      List<String> keys = List.of("userId", "expenseId");
      for (Map<String, AttributeValue> key :
          new StoredItems(dynamoDb, table, keys).read().keySet()) {
        dynamoDb.updateItem(
            update ->
                update
                    .tableName(table)
                    .key(key)
                    .updateExpression("SET createdAt = :then, updatedAt = :then")
                    .expressionAttributeValues(
                        Map.of(":then", AttributeValue.fromS("2026-03-01T09:30:00.123000Z"))));
      }
    }
  }

  private static void deleteOne(Environment environment) throws IOException, InterruptedException {
    String id =
        stored(environment).keySet().stream()
            .filter(key -> key.userId().equals("ann"))
            .map(StoredExpense.Key::expenseId)
            .findFirst()
            .orElseThrow();
    HttpResponse<String> answer =
        as(
            environment,
            "ann",
            HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_API") + "/expenses/" + id))
                .DELETE());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static HttpResponse<String> as(
      Environment environment, String user, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String token =
        new Tokens(Path.of("..", "run").toAbsolutePath(), environment.folder())
            .of(List.of(user))
            .getOrDefault(user, "");
    return HttpClient.newHttpClient()
        .send(
            request.header("Authorization", "Bearer " + token).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static Jobs.Finished backUp(Environment environment) throws InterruptedException {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment);
        LambdaClient lambda = Clients.of(LambdaClient.builder(), environment)) {
      return new Jobs(lambda, dynamoDb, environment, Duration.ofMinutes(2)).run("Backup", "{}");
    }
  }

  private static Map<StoredExpense.Key, StoredExpense> stored(Environment environment) {
    try (DynamoDbClient dynamoDb = Clients.of(DynamoDbClient.builder(), environment)) {
      return new Tables(dynamoDb, environment).expenses();
    }
  }

  private static Map<StoredExpense.Key, StoredExpense> copied(Environment environment) {
    try (RdsDataClient rdsData = Clients.of(RdsDataClient.builder(), environment)) {
      return new SqlCopy(rdsData, environment).expenses();
    }
  }
}
