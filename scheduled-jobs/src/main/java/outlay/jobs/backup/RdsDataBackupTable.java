package outlay.jobs.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import outlay.model.Currency;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.store.Aws;
import outlay.store.Backoff;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.DatabaseResumingException;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.RdsDataException;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/**
 * The backup in Aurora MySQL, through the RDS Data API. Each call commits by itself; the guard on
 * the version makes it harmless that a call which timed out is applied later.
 *
 * <p>A database that paused wakes up with the first call, and says so: such a call is tried again
 * for a minute.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.limitations.html">Data
 *     API limits</a>: 4 MiB a request, 1 MiB an answer, 45 seconds a statement
 */
final class RdsDataBackupTable implements BackupTable {
  /**
   * Expenses of a page: descriptions of 1,000 and categories of 100 code points stay with all else
   * under 1 MiB, even where JSON escapes each to twelve bytes.
   */
  private static final int PAGE = 70;

  /** Of a request, counting a character as the most bytes that it can take in JSON. */
  private static final int MAX_REQUEST_BYTES = 3 << 20;

  private static final int MAX_BYTES_A_CHARACTER = 6;
  private static final int BYTES_A_ROW = 1_500;

  private static final int MAX_ROUNDS = 12;

  private static final DateTimeFormatter SQL_MOMENT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")
          .toFormatter(Locale.ROOT);

  /** Of a statement. More make it no faster, and it may have 65,536 characters. */
  private static final int MAX_ROWS = 500;

  private static final String INSERT =
      """
      INSERT INTO expenses (user_id, expense_id, type, date, category, amount, currency, description,
        fingerprint, created_at, updated_at, deleted_at, version)
      VALUES
      """;

  /** The version comes last: each assignment sees what those before it assigned. */
  private static final String UNLESS_NEWER =
      """
      ON DUPLICATE KEY UPDATE
        type = IF(VALUES(version) > version, VALUES(type), type),
        date = IF(VALUES(version) > version, VALUES(date), date),
        category = IF(VALUES(version) > version, VALUES(category), category),
        amount = IF(VALUES(version) > version, VALUES(amount), amount),
        currency = IF(VALUES(version) > version, VALUES(currency), currency),
        description = IF(VALUES(version) > version, VALUES(description), description),
        fingerprint = IF(VALUES(version) > version, VALUES(fingerprint), fingerprint),
        created_at = IF(VALUES(version) > version, VALUES(created_at), created_at),
        updated_at = IF(VALUES(version) > version, VALUES(updated_at), updated_at),
        deleted_at = IF(VALUES(version) > version, VALUES(deleted_at), deleted_at),
        version = GREATEST(VALUES(version), version)
      """;

  /** In the form of {@link Tally#text}. */
  private static final String TALLY =
      """
      SELECT COUNT(*), CAST(COALESCE(SUM(CRC32(CONCAT_WS('|',
        user_id, expense_id, type, date, category, amount, currency, description, version,
        fingerprint, created_at, updated_at, COALESCE(deleted_at, '')))), 0) AS CHAR)
      FROM expenses
      WHERE bucket BETWEEN :first AND :last AND (deleted_at IS NULL OR deleted_at >= :deletedSince)
      """;

  private static final String PAGE_OF_BUCKET =
      """
      SELECT user_id, expense_id, type, CAST(date AS CHAR), category, CAST(amount AS CHAR), currency,
        description, version, fingerprint, CAST(created_at AS CHAR), CAST(updated_at AS CHAR),
        CAST(deleted_at AS CHAR)
      FROM expenses
      WHERE bucket = :bucket
        AND (user_id > :userId OR (user_id = :userId AND expense_id > :expenseId))
      ORDER BY user_id, expense_id
      LIMIT %d
      """
          .formatted(PAGE);

  private final RdsDataClient rdsData;
  private final String clusterArn;
  private final String secretArn;
  private final String database;
  private final Backoff backoff;

  RdsDataBackupTable(
      RdsDataClient rdsData,
      String clusterArn,
      String secretArn,
      String database,
      Backoff backoff) {
    this.rdsData = rdsData;
    this.clusterArn = clusterArn;
    this.secretArn = secretArn;
    this.database = database;
    this.backoff = backoff;
  }

  /** A client that waits longer than the 45 seconds after which the server gives up. */
  static RdsDataClient client() {
    return Aws.client(RdsDataClient.builder(), Duration.ofSeconds(60), Duration.ofSeconds(65));
  }

  @Override
  public void prepare() {
    execute(schema(), List.of());
  }

  private static String schema() {
    try (InputStream schema = RdsDataBackupTable.class.getResourceAsStream("schema.sql")) {
      if (schema == null) {
        throw new IllegalStateException("schema.sql is not in the jar");
      }
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void upsert(List<Expense> expenses) {
    List<Expense> rows = new ArrayList<>();
    int bytes = 0;
    for (Expense expense : expenses) {
      int more = bytes(expense);
      if (rows.size() == MAX_ROWS || bytes + more > MAX_REQUEST_BYTES) {
        upsertRows(rows);
        rows.clear();
        bytes = 0;
      }
      rows.add(expense);
      bytes += more;
    }
    upsertRows(rows);
  }

  private static int bytes(Expense expense) {
    int characters =
        expense.userId().length()
            + expense.content().category().length()
            + expense.content().description().length();
    return BYTES_A_ROW + characters * MAX_BYTES_A_CHARACTER;
  }

  /** One statement of many rows: a third of the work that one a row is to the database. */
  private void upsertRows(List<Expense> rows) {
    if (rows.isEmpty()) {
      return;
    }
    StringBuilder sql = new StringBuilder(INSERT);
    List<SqlParameter> parameters = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      sql.append(row == 0 ? "(" : "),(");
      List<Field> values = values(rows.get(row));
      for (int column = 0; column < values.size(); column++) {
        String name = (char) ('a' + column) + Integer.toString(row); // Short, for the statement.
        sql.append(column == 0 ? ":" : ",:").append(name);
        parameters.add(parameter(name, values.get(column)));
      }
    }
    execute(sql.append(")\n").append(UNLESS_NEWER).toString(), parameters);
  }

  /** In the order of the columns that {@link #INSERT} names. */
  private static List<Field> values(Expense expense) {
    ExpenseContent content = expense.content();
    Instant deletedAt = expense.deletedAt();
    return List.of(
        Field.fromStringValue(expense.userId()),
        Field.fromStringValue(expense.expenseId()),
        Field.fromStringValue(content.type().wireName()),
        Field.fromStringValue(content.date().toString()),
        Field.fromStringValue(content.category()),
        Field.fromStringValue(Tally.amount(expense).toPlainString()),
        Field.fromStringValue(content.money().currency().code()),
        Field.fromStringValue(content.description()),
        Field.fromStringValue(expense.fingerprint()),
        Field.fromStringValue(Tally.moment(expense.createdAt())),
        Field.fromStringValue(Tally.moment(expense.updatedAt())),
        deletedAt == null ? Field.fromIsNull(true) : Field.fromStringValue(Tally.moment(deletedAt)),
        Field.fromLongValue(expense.version()));
  }

  @Override
  public Tally tally(int first, int last, Instant deletedSince) {
    List<Field> row =
        execute(
                TALLY,
                List.of(
                    parameter("first", Field.fromLongValue((long) first)),
                    parameter("last", Field.fromLongValue((long) last)),
                    text("deletedSince", Tally.moment(deletedSince))))
            .get(0);
    return new Tally(row.get(0).longValue(), Long.parseLong(row.get(1).stringValue()));
  }

  @Override
  public List<Expense> page(int bucket, Optional<Position> after) {
    return execute(
            PAGE_OF_BUCKET,
            List.of(
                parameter("bucket", Field.fromLongValue((long) bucket)),
                text("userId", after.map(Position::userId).orElse("")),
                text("expenseId", after.map(Position::expenseId).orElse(""))))
        .stream()
        .map(RdsDataBackupTable::expense)
        .toList();
  }

  private static Expense expense(List<Field> row) {
    Currency currency = Currency.of(row.get(6).stringValue());
    return new Expense(
        row.get(0).stringValue(),
        row.get(1).stringValue(),
        new ExpenseContent(
            ExpenseType.find(row.get(2).stringValue())
                .orElseThrow(() -> new IllegalStateException("a row of an unknown type")),
            LocalDate.parse(row.get(3).stringValue()),
            row.get(4).stringValue(),
            Money.of(new BigDecimal(row.get(5).stringValue()), currency),
            row.get(7).stringValue()),
        row.get(8).longValue(),
        row.get(9).stringValue(),
        instant(row.get(10)),
        instant(row.get(11)),
        deletedAt(row.get(12)));
  }

  private static @Nullable Instant deletedAt(Field field) {
    return Boolean.TRUE.equals(field.isNull()) ? null : instant(field);
  }

  private static Instant instant(Field field) {
    return LocalDateTime.parse(field.stringValue(), SQL_MOMENT).toInstant(ZoneOffset.UTC);
  }

  private List<List<Field>> execute(String sql, List<SqlParameter> parameters) {
    return awake(
        () ->
            rdsData
                .executeStatement(
                    statement ->
                        statement
                            .resourceArn(clusterArn)
                            .secretArn(secretArn)
                            .database(database)
                            .sql(sql)
                            .parameters(parameters))
                .records());
  }

  /**
   * What the call answers once the database is awake, and no other call holds a row that it wants
   * while it holds one that the other wants: statements write rows of neighbouring users at once.
   */
  private <T> T awake(Supplier<T> call) {
    for (int round = 1; ; round++) {
      try {
        return call.get();
      } catch (RdsDataException fault) {
        if (round == MAX_ROUNDS || !passes(fault)) {
          throw fault;
        }
        backoff.await(round);
      }
    }
  }

  private static SqlParameter text(String name, String value) {
    return parameter(name, Field.fromStringValue(value));
  }

  /** After a deadlock, MySQL has rolled the statement back. */
  private static boolean passes(RdsDataException fault) {
    return fault instanceof DatabaseResumingException
        || String.valueOf(fault.getMessage()).contains("Deadlock found");
  }

  private static SqlParameter parameter(String name, Field value) {
    return SqlParameter.builder().name(name).value(value).build();
  }
}
