package outlay.local.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.local.edge.Edge;
import outlay.local.edge.Meter;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.BadRequestException;
import software.amazon.awssdk.services.rdsdata.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.rdsdata.model.DatabaseErrorException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseResumingException;
import software.amazon.awssdk.services.rdsdata.model.DecimalReturnType;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.LongReturnType;
import software.amazon.awssdk.services.rdsdata.model.RdsDataException;
import software.amazon.awssdk.services.rdsdata.model.RecordsFormatType;
import software.amazon.awssdk.services.rdsdata.model.SecretsErrorException;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;
import software.amazon.awssdk.services.rdsdata.model.StatementTimeoutException;
import software.amazon.awssdk.services.rdsdata.model.TransactionNotFoundException;
import software.amazon.awssdk.services.rdsdata.model.TypeHint;
import software.amazon.awssdk.services.rdsdata.model.UnsupportedResultException;

/** The Data API behind the edge, spoken to by the AWS SDK. */
final class RdsDataIT {
  private static final String ARN = "arn:aws:rds:eu-central-2:000000000000:cluster:outlay-database";
  private static final String SECRET =
      "arn:aws:secretsmanager:eu-central-2:000000000000:secret:rds!cluster-outlay-database";
  private static final Meter METER = new Meter();
  private static final Hands HANDS = new Hands();

  @TempDir private static Path folder;
  private static Rds rds;
  private static Edge edge;
  private static RdsDataClient client;

  /** A clock that only tests move. */
  private static final class Hands extends Clock {
    private volatile Instant now = Instant.parse("2026-01-31T23:00:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    rds =
        Rds.of(
            new Rds.Cluster(ARN, Set.of(SECRET), Optional.of("outlay")),
            new Server.Place(
                Path.of("mariadb/target/mariadb"),
                folder.resolve("mysql"),
                folder.resolve("MySQL.pid"),
                folder.resolve("MySQL.log"),
                false),
            new Limits(Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofHours(24)),
            HANDS);
    rds.begin();
    edge = Edge.start(0, Map.of("rds-data", rds), Map.of("AKIDBACKUP", "Backup"), List.of(METER));
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
  void emptyTable() {
    run("DROP TABLE IF EXISTS t");
    run(
        """
        CREATE TABLE t (
          id BIGINT AUTO_INCREMENT PRIMARY KEY,
          name VARCHAR(100) UNIQUE,
          amount DECIMAL(20, 3),
          version BIGINT NOT NULL DEFAULT 0)
        """);
  }

  private static ExecuteStatementRequest.Builder request(String sql, SqlParameter... parameters) {
    return ExecuteStatementRequest.builder()
        .resourceArn(ARN)
        .secretArn(SECRET)
        .database("outlay")
        .sql(sql)
        .parameters(parameters);
  }

  private static ExecuteStatementResponse run(String sql, SqlParameter... parameters) {
    return client.executeStatement(request(sql, parameters).build());
  }

  private static Field one(String sql, SqlParameter... parameters) {
    return run(sql, parameters).records().get(0).get(0);
  }

  private static SqlParameter parameter(String name, Field value) {
    return SqlParameter.builder().name(name).value(value).build();
  }

  private static SqlParameter parameter(String name, String value, TypeHint hint) {
    return SqlParameter.builder()
        .name(name)
        .value(Field.fromStringValue(value))
        .typeHint(hint)
        .build();
  }

  private static long count() {
    return one("SELECT COUNT(*) FROM t").longValue();
  }

  // ---------------------------------------------------------------- Values in and out

  @Test
  void fields_haveTheTypesOfAws() {
    List<Field> record =
        run("SELECT 7, CAST(1.50 AS DECIMAL(10,2)), 1.5e0, 'ü😀', TRUE IS TRUE, x'00FF', NULL,"
                + " DATE '2024-02-29', TIMESTAMP '2026-01-31 23:59:59.123', TIME '10:11:12',"
                + " CAST(18446744073709551615 AS UNSIGNED)")
            .records()
            .get(0);

    assertThat(record)
        .containsExactly(
            Field.fromLongValue(7L),
            Field.fromStringValue("1.50"),
            Field.fromDoubleValue(1.5),
            Field.fromStringValue("ü😀"),
            Field.fromLongValue(1L),
            Field.fromBlobValue(SdkBytes.fromByteArray(new byte[] {0, (byte) 0xFF})),
            Field.fromIsNull(true),
            Field.fromStringValue("2024-02-29"),
            Field.fromStringValue("2026-01-31 23:59:59.123"),
            Field.fromStringValue("10:11:12"),
            Field.fromStringValue("18446744073709551615"));
  }

  @Test
  void columns_areReadByTheirType() {
    run("DROP TABLE IF EXISTS kinds");
    run(
        "CREATE TABLE kinds (flag BOOLEAN, small TINYINT, dt DATETIME(3), at DATETIME, j JSON,"
            + " txt LONGTEXT, b BLOB)");
    run(
        "INSERT INTO kinds VALUES (TRUE, 5, '2026-01-31 10:00:00.5', '2026-01-31 10:00:00',"
            + " '{\"a\":1}', 'long', 'bin')");

    assertThat(run("SELECT * FROM kinds").records().get(0))
        .containsExactly(
            Field.fromBooleanValue(true),
            Field.fromLongValue(5L),
            Field.fromStringValue("2026-01-31 10:00:00.500"),
            Field.fromStringValue("2026-01-31 10:00:00"),
            Field.fromStringValue("{\"a\":1}"),
            Field.fromStringValue("long"),
            Field.fromBlobValue(SdkBytes.fromUtf8String("bin")));
  }

  @Test
  void parameters_arriveAsTheyAre() {
    String evil = "'; DROP TABLE t; -- \\ \" \n ? :name ü😀";

    assertThat(
            run(
                    "SELECT :s, :l, :d + 0e0, :b, :n, HEX(:x), :s",
                    parameter("s", Field.fromStringValue(evil)),
                    parameter("l", Field.fromLongValue(Long.MIN_VALUE)),
                    parameter("d", Field.fromDoubleValue(-0.25)),
                    parameter("b", Field.fromBooleanValue(true)),
                    parameter("n", Field.fromIsNull(true)),
                    parameter("x", Field.fromBlobValue(SdkBytes.fromByteArray(new byte[] {0, 39}))))
                .records()
                .get(0))
        .containsExactly(
            Field.fromStringValue(evil),
            Field.fromLongValue(Long.MIN_VALUE),
            Field.fromDoubleValue(-0.25),
            Field.fromLongValue(1L),
            Field.fromIsNull(true),
            Field.fromStringValue("0027"),
            Field.fromStringValue(evil));
    assertThat(count()).isZero();
  }

  @Test
  void typeHints_areChecked() {
    assertThat(one("SELECT :p + 0.1", parameter("p", "1.25", TypeHint.DECIMAL)))
        .isEqualTo(Field.fromStringValue("1.35"));
    assertThat(one("SELECT CAST(:p AS CHAR)", parameter("p", "2024-02-29", TypeHint.DATE)))
        .isEqualTo(Field.fromStringValue("2024-02-29"));
    assertThat(one("SELECT YEAR(:p)", parameter("p", "2026-01-31 10:00:00.5", TypeHint.TIMESTAMP)))
        .isEqualTo(Field.fromLongValue(2026L));
    assertThat(one("SELECT HOUR(:p)", parameter("p", "10:00:00", TypeHint.TIME)))
        .isEqualTo(Field.fromLongValue(10L));
    assertThat(one("SELECT JSON_VALUE(:p, '$.a')", parameter("p", "{\"a\":5}", TypeHint.JSON)))
        .isEqualTo(Field.fromStringValue("5"));
    assertThat(
            one("SELECT :p", parameter("p", "0190163d-8694-739b-aea5-966c26f8ad91", TypeHint.UUID)))
        .isEqualTo(Field.fromStringValue("0190163d-8694-739b-aea5-966c26f8ad91"));
    for (TypeHint hint :
        List.of(
            TypeHint.DATE,
            TypeHint.TIME,
            TypeHint.TIMESTAMP,
            TypeHint.DECIMAL,
            TypeHint.UUID,
            TypeHint.JSON)) {
      refused(() -> one("SELECT :p", parameter("p", "{x", hint)), BadRequestException.class, "p");
    }
  }

  @Test
  void resultSetOptions_changeNumbers() {
    ExecuteStatementRequest numbers =
        request("SELECT 7, 1.50, CAST(3 AS DECIMAL(10, 0))")
            .resultSetOptions(
                o ->
                    o.decimalReturnType(DecimalReturnType.DOUBLE_OR_LONG)
                        .longReturnType(LongReturnType.STRING))
            .build();

    assertThat(client.executeStatement(numbers).records().get(0))
        .containsExactly(
            Field.fromStringValue("7"), Field.fromDoubleValue(1.5), Field.fromLongValue(3L));
  }

  @Test
  void metadata_describesColumns() {
    ExecuteStatementResponse answer =
        client.executeStatement(
            request("SELECT id, amount AS sum FROM t").includeResultMetadata(true).build());

    assertThat(answer.columnMetadata()).hasSize(2);
    assertThat(answer.columnMetadata().get(0).isAutoIncrement()).isTrue();
    assertThat(answer.columnMetadata().get(1).label()).isEqualTo("sum");
    assertThat(answer.columnMetadata().get(1).name()).isEqualTo("amount");
    assertThat(answer.columnMetadata().get(1).typeName()).isEqualTo("DECIMAL");
    assertThat(answer.columnMetadata().get(1).precision()).isEqualTo(20);
    assertThat(answer.columnMetadata().get(1).scale()).isEqualTo(3);
    assertThat(run("SELECT 1").columnMetadata()).isEmpty();
  }

  @Test
  void write_tellsRowsAndGeneratedKeys() {
    ExecuteStatementResponse insert = run("INSERT INTO t (name) VALUES ('a'), ('b')");
    ExecuteStatementResponse update = run("UPDATE t SET version = 1 WHERE name = 'a'");

    assertThat(insert.numberOfRecordsUpdated()).isEqualTo(2);
    assertThat(insert.generatedFields()).contains(Field.fromLongValue(1L));
    assertThat(update.numberOfRecordsUpdated()).isEqualTo(1);
    assertThat(update.generatedFields()).isEmpty();
    assertThat(run("SELECT 1 FROM t WHERE FALSE").records()).isEmpty();
  }

  // ---------------------------------------------------------------- Batches

  private static BatchExecuteStatementRequest.Builder batch(
      String sql, List<List<SqlParameter>> sets) {
    return BatchExecuteStatementRequest.builder()
        .resourceArn(ARN)
        .secretArn(SECRET)
        .database("outlay")
        .sql(sql)
        .parameterSets(sets);
  }

  private static final String UPSERT =
      """
      INSERT INTO t (name, amount, version) VALUES (:name, :amount, :version)
      ON DUPLICATE KEY UPDATE
        amount = IF(VALUES(version) > version, VALUES(amount), amount),
        version = GREATEST(version, VALUES(version))
      """;

  private static List<SqlParameter> row(String name, String amount, long version) {
    return List.of(
        parameter("name", Field.fromStringValue(name)),
        parameter("amount", amount, TypeHint.DECIMAL),
        parameter("version", Field.fromLongValue(version)));
  }

  @Test
  void batch_upsertsGuardedByVersion_whateverTheOrder() {
    client.batchExecuteStatement(
        batch(UPSERT, List.of(row("a", "2", 2), row("a", "1", 1), row("b", "1.5", 1))).build());
    client.batchExecuteStatement(batch(UPSERT, List.of(row("b", "9", 0))).build());

    assertThat(run("SELECT name, amount, version FROM t ORDER BY name").records())
        .containsExactly(
            List.of(
                Field.fromStringValue("a"),
                Field.fromStringValue("2.000"),
                Field.fromLongValue(2L)),
            List.of(
                Field.fromStringValue("b"),
                Field.fromStringValue("1.500"),
                Field.fromLongValue(1L)));
  }

  @Test
  void batch_ofMixedTypesAndNulls_keepsEach() {
    List<List<SqlParameter>> sets = new ArrayList<>();
    for (String amount : Arrays.asList("1.25", null, "3")) {
      sets.add(
          List.of(
              parameter("name", Field.fromStringValue("n" + sets.size())),
              amount == null
                  ? parameter("amount", Field.fromIsNull(true))
                  : parameter("amount", Field.fromStringValue(amount)),
              parameter("version", Field.fromLongValue((long) sets.size()))));
    }

    assertThat(client.batchExecuteStatement(batch(UPSERT, sets).build()).updateResults())
        .hasSize(3)
        .allSatisfy(result -> assertThat(result.generatedFields()).isEmpty());

    assertThat(run("SELECT amount FROM t ORDER BY name").records())
        .containsExactly(
            List.of(Field.fromStringValue("1.250")),
            List.of(Field.fromIsNull(true)),
            List.of(Field.fromStringValue("3.000")));
  }

  @Test
  void batch_withOneWrongSet_appliesNone() {
    refused(
        () ->
            client.batchExecuteStatement(
                batch(
                        "INSERT INTO t (name) VALUES (:name)",
                        List.of(row("a", "1", 1), row("b", "1", 1), row("a", "1", 1)))
                    .build()),
        DatabaseErrorException.class,
        "Duplicate entry 'a'");
    assertThat(count()).isZero();
  }

  @Test
  void batch_ofThousands_isFast() {
    List<List<SqlParameter>> sets = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      sets.add(row("name" + i, "1.5", i));
    }

    client.batchExecuteStatement(batch(UPSERT, sets).build());

    assertThat(count()).isEqualTo(10_000);
  }

  // ---------------------------------------------------------------- Transactions

  private static String begin() {
    return client
        .beginTransaction(r -> r.resourceArn(ARN).secretArn(SECRET).database("outlay"))
        .transactionId();
  }

  private static void insert(String name, String transaction) {
    client.executeStatement(
        request(
                "INSERT INTO t (name) VALUES (:name)",
                parameter("name", Field.fromStringValue(name)))
            .transactionId(transaction)
            .build());
  }

  private static String commit(String transaction) {
    return client
        .commitTransaction(r -> r.resourceArn(ARN).secretArn(SECRET).transactionId(transaction))
        .transactionStatus();
  }

  private static String rollback(String transaction) {
    return client
        .rollbackTransaction(r -> r.resourceArn(ARN).secretArn(SECRET).transactionId(transaction))
        .transactionStatus();
  }

  @Test
  void transaction_isSeenOnceItIsCommitted() {
    String transaction = begin();
    insert("a", transaction);
    client.batchExecuteStatement(
        batch(UPSERT, List.of(row("b", "1", 1))).transactionId(transaction).build());
    assertThat(count()).isZero();

    assertThat(commit(transaction)).isEqualTo("Transaction Committed");

    assertThat(count()).isEqualTo(2);
    refused(() -> commit(transaction), TransactionNotFoundException.class, "is not found");
  }

  @Test
  void transaction_rolledBack_leavesNothing() {
    String transaction = begin();
    insert("a", transaction);

    assertThat(rollback(transaction)).isEqualTo("Rollback Complete");

    assertThat(count()).isZero();
    refused(() -> insert("b", transaction), TransactionNotFoundException.class, "is not found");
  }

  @Test
  void transaction_survivesWhatMySqlRefuses() {
    String transaction = begin();
    insert("a", transaction);
    refused(() -> insert("a", transaction), DatabaseErrorException.class, "Duplicate entry");

    commit(transaction);

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void transaction_idleForThreeMinutes_isRolledBack() {
    String kept = begin();
    String idle = begin();
    insert("idle", idle);
    for (int i = 0; i < 3; i++) {
      HANDS.move(Duration.ofMinutes(2));
      insert("kept" + i, kept);
    }

    refused(() -> commit(idle), TransactionNotFoundException.class, "is not found");
    commit(kept);
    assertThat(count()).isEqualTo(3);
  }

  /** How many statements that hold this text are being run. */
  private static long running(String text) {
    return one(
            "SELECT COUNT(*) FROM information_schema.processlist"
                + " WHERE LOCATE(:text, info) > 0 AND info NOT LIKE '%processlist%'",
            parameter("text", Field.fromStringValue(text)))
        .longValue();
  }

  @Test
  void transaction_inUse_isRefused() throws Exception {
    String transaction = begin();
    CompletableFuture<Void> sleeping =
        CompletableFuture.runAsync(
            () ->
                client.executeStatement(
                    request("DO SLEEP(0.8)").transactionId(transaction).build()));
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (running("SLEEP(0.8)") == 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    refused(
        () -> insert("a", transaction),
        DatabaseErrorException.class,
        "Transaction is still running a query");

    sleeping.get(10, TimeUnit.SECONDS);
    insert("a", transaction);
    commit(transaction);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void transaction_ofAnotherDatabase_isRefused() {
    String transaction = begin();

    refused(
        () ->
            client.executeStatement(
                request("SELECT 1").database("mysql").transactionId(transaction).build()),
        BadRequestException.class,
        "Database name is not the same");
    rollback(transaction);
  }

  // ---------------------------------------------------------------- Refusals and limits

  private static <E extends RdsDataException> void refused(
      ThrowingCallable call, Class<E> type, String message) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(message);
  }

  private static void refused(
      Consumer<ExecuteStatementRequest.Builder> change, String code, String message) {
    ExecuteStatementRequest.Builder request = request("SELECT 1");
    change.accept(request);
    assertThatThrownBy(() -> client.executeStatement(request.build()))
        .isInstanceOfSatisfying(
            RdsDataException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void errorsOfMySql_areHandedOn() {
    refused(
        () -> run("SELECT * FROM nothing"),
        DatabaseErrorException.class,
        "Database error code: 1146. Message: Table 'outlay.nothing' doesn't exist");
    refused(
        () -> run("SELEC 1"),
        DatabaseErrorException.class,
        "Database error code: 1064. Message: You have an error in your SQL syntax");
    refused(r -> r.database("no_such"), "DatabaseErrorException", "Unknown database 'no_such'");
    refused(
        r -> r.database(null).sql("SELECT * FROM t"),
        "DatabaseErrorException",
        "No database selected");
  }

  @Test
  void unknownCluster_secret_andMissingOnes_areRefused() {
    refused(
        r -> r.resourceArn(ARN + "x"),
        "BadRequestException",
        "HttpEndpoint is not enabled for cluster outlay-databasex");
    refused(
        () -> client.executeStatement(request("SELECT 1").secretArn(SECRET + "x").build()),
        SecretsErrorException.class,
        "can't find the specified secret");
    refused(r -> r.secretArn(null), "ValidationException", "'secretArn'");
    refused(r -> r.resourceArn(null), "ValidationException", "'resourceArn'");
    refused(r -> r.sql(null), "ValidationException", "'sql'");
  }

  @Test
  void whatIsNotProvided_isRefusedByName() {
    refused(r -> r.schema("public"), "ValidationException", "schema parameter");
    refused(
        r -> r.formatRecordsAs(RecordsFormatType.JSON), "ValidationException", "formatRecordsAs");
    refused(r -> r.continueAfterTimeout(true), "ValidationException", "continueAfterTimeout");
    refused(r -> r.sql("SELECT 1; SELECT 2"), "ValidationException", "Multistatements");
    refused(r -> r.sql("SELECT '" + "x".repeat(65_536) + "'"), "ValidationException", "65536");
  }

  @Test
  void malformedParameters_areNamed() {
    refused(() -> run("SELECT :a"), BadRequestException.class, "Cannot find parameter: a");
    refused(
        () -> run("SELECT :a", SqlParameter.builder().name("a").build()),
        BadRequestException.class,
        "a needs exactly one value");
    refused(
        () -> run("SELECT :a", parameter("a", Field.fromArrayValue(v -> v.longValues(1L)))),
        BadRequestException.class,
        "Array parameters are not supported: a");
    refused(
        () -> client.batchExecuteStatement(batch(UPSERT, List.of()).build()),
        BadRequestException.class,
        "no parameter sets");
  }

  @Test
  void requestOverFourMebibytes_isRefused() {
    String text = "x".repeat(4 * 1024 * 1024 - 4096);
    assertThat(one("SELECT LENGTH(:a)", parameter("a", Field.fromStringValue(text))).longValue())
        .isEqualTo(text.length());

    refused(
        () ->
            run(
                "SELECT LENGTH(:a)",
                parameter("a", Field.fromStringValue(text + "x".repeat(4096)))),
        BadRequestException.class,
        "4 MiB");
  }

  @Test
  void answerOverOneMebibyte_isRefused_andEndsItsTransaction() {
    String rows = "SELECT REPEAT('x', 60000) FROM seq_1_to_";
    assertThat(run(rows + "17").records()).hasSize(17);
    String transaction = begin();

    refused(
        () -> client.executeStatement(request(rows + "18").transactionId(transaction).build()),
        DatabaseErrorException.class,
        "Database returned more than the allowed response size limit");
    refused(() -> commit(transaction), TransactionNotFoundException.class, "is not found");
    refused(
        () -> run("SELECT seq FROM seq_1_to_100000000"),
        DatabaseErrorException.class,
        "response size limit");
  }

  @Test
  void rowOver64Kilobytes_isRefused() {
    refused(
        () -> run("SELECT REPEAT('x', 65537)"),
        DatabaseErrorException.class,
        "Packet for query is too large");
  }

  @Test
  void geometry_isUnsupported() {
    refused(() -> run("SELECT POINT(1, 2)"), UnsupportedResultException.class, "POINT");
  }

  @Test
  void statementThatTakesTooLong_isCancelled() {
    refused(
        () ->
            run("SELECT COUNT(*) FROM seq_1_to_100000000 a, seq_1_to_1000 b WHERE a.seq <> b.seq"),
        StatementTimeoutException.class,
        "timed out");
    assertThat(running("seq_1_to_1000 b")).isZero();
  }

  @Test
  void resuming_asOftenAsAsked() {
    rds.resumeFor(2);

    for (int i = 0; i < 2; i++) {
      refused(
          () -> run("SELECT 1"),
          DatabaseResumingException.class,
          "is resuming after being auto-paused");
    }
    assertThat(one("SELECT 1")).isEqualTo(Field.fromLongValue(1L));
  }

  @Test
  void calls_areCountedByAction() {
    run("SELECT 1");

    assertThat(METER.readings())
        .anySatisfy(
            reading -> {
              assertThat(reading.caller()).isEqualTo("Backup");
              assertThat(reading.action()).isEqualTo("ExecuteStatement");
              assertThat(reading.resource()).isEqualTo(ARN);
            });
  }

  // ---------------------------------------------------------------- The user that ./deploy makes

  /** On one machine any secret opens the database; here the user comes by the port. */
  @Test
  void userOfTheJobs_makesTheTableAndWritesRowsAndLosesNothing() throws Exception {
    for (String statement : statements("database/user.sql")) {
      run(statement.replace("${password}", "Secret123"));
    }
    String address =
        "jdbc:mariadb://127.0.0.1:%d/outlay?sslMode=disable"
            .formatted(one("SELECT @@port").longValue());
    try (Connection connection = DriverManager.getConnection(address, "outlay_jobs", "Secret123");
        Statement jobs = connection.createStatement()) {

      jobs.execute(statements("resources/outlay/jobs/backup/schema.sql").get(0));
      jobs.execute("INSERT INTO t (id) VALUES (1) ON DUPLICATE KEY UPDATE version = version + 1");
      assertThat(jobs.executeQuery("SELECT * FROM t").next()).isTrue();

      for (String loss :
          List.of(
              "DELETE FROM t",
              "TRUNCATE TABLE t",
              "DROP TABLE t",
              "ALTER TABLE t DROP COLUMN amount",
              "DROP DATABASE outlay",
              "SELECT * FROM mysql.user",
              "CREATE USER someone")) {
        assertThatThrownBy(() -> jobs.execute(loss)).as(loss).hasMessageContaining("denied");
      }
    }
    assertThat(count()).isEqualTo(1);
  }

  private static List<String> statements(String file) throws IOException {
    return Pattern.compile(";\\s*(\\n|$)")
        .splitAsStream(Files.readString(Path.of("../scheduled-jobs/src/main").resolve(file)))
        .filter(statement -> !statement.isBlank())
        .toList();
  }
}
