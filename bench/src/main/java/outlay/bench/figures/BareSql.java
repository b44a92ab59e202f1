package outlay.bench.figures;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outlay.bench.Children;
import outlay.bench.Environment;
import outlay.bench.Row;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;

/**
 * The least that can bring rows into the database: upserts of many rows a statement over JDBC, into
 * a table like the backup's, as many at once as a job has parts at work.
 */
final class BareSql {
  private static final int CONNECTIONS = 2;
  private static final int ROWS = 500; // Of a statement; more make it no faster.
  private static final String COLUMNS =
      "user_id, expense_id, type, date, category, amount, currency, description, version,"
          + " fingerprint, created_at, updated_at";
  private static final String ONE = "(?,?,?,?,?,?,?,?,1,'none',?,?)";
  private static final String UPDATE =
      " ON DUPLICATE KEY UPDATE type = VALUES(type), date = VALUES(date), category ="
          + " VALUES(category), amount = VALUES(amount), currency = VALUES(currency), description ="
          + " VALUES(description), updated_at = VALUES(updated_at), version = VALUES(version)";

  private final RdsDataClient rdsData;
  private final Environment environment;
  private final String url;
  private final String password;

  private BareSql(RdsDataClient rdsData, Environment environment, String url, String password) {
    this.rdsData = rdsData;
    this.environment = environment;
    this.url = url;
    this.password = password;
  }

  /** Makes the table, and a user who may write into it. The backup's table must be there. */
  static BareSql prepare(RdsDataClient rdsData, Environment environment) {
    String password = UUID.randomUUID().toString();
    for (String sql :
        List.of(
            "CREATE OR REPLACE TABLE bench_expenses LIKE expenses",
            "CREATE OR REPLACE USER 'bench'@'127.0.0.1' IDENTIFIED BY '" + password + "'",
            "GRANT SELECT, INSERT, UPDATE ON outlay.bench_expenses TO 'bench'@'127.0.0.1'")) {
      execute(rdsData, environment, sql);
    }
    return new BareSql(
        rdsData,
        environment,
        "jdbc:mariadb://127.0.0.1:%d/outlay?sslMode=disable".formatted(Children.port("maria")),
        password);
  }

  /** Empties the backup's table and its own: to write again what is there is next to nothing. */
  void empty() {
    for (String table : List.of("expenses", "bench_expenses")) {
      execute(rdsData, environment, "TRUNCATE TABLE " + table);
    }
  }

  private static void execute(RdsDataClient rdsData, Environment environment, String sql) {
    rdsData.executeStatement(
        execute ->
            execute
                .resourceArn(environment.get("OUTLAY_DATABASE_ARN"))
                .secretArn(environment.get("OUTLAY_DATABASE_MASTER_SECRET_ARN"))
                .database("outlay")
                .sql(sql));
  }

  /** Rows a second. */
  double rate(List<Row> rows) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      long start = System.nanoTime();
      List<Future<?>> done = new ArrayList<>();
      int share = (rows.size() + CONNECTIONS - 1) / CONNECTIONS;
      for (int from = 0; from < rows.size(); from += share) {
        List<Row> some = rows.subList(from, Math.min(from + share, rows.size()));
        done.add(
            threads.submit(
                () -> {
                  upsert(some);
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      return rows.size() / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("The rows could not be written", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void upsert(List<Row> rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, "bench", password)) {
      for (int from = 0; from < rows.size(); from += ROWS) {
        List<Row> some = rows.subList(from, Math.min(from + ROWS, rows.size()));
        String values = String.join(",", java.util.Collections.nCopies(some.size(), ONE));
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO bench_expenses (" + COLUMNS + ") VALUES " + values + UPDATE)) {
          int at = 1;
          for (Row row : some) {
            insert.setString(at++, row.userId());
            insert.setString(at++, "00000000-0000-7000-8000-%012d".formatted(row.number()));
            insert.setString(at++, row.type());
            insert.setString(at++, row.date());
            insert.setString(at++, row.category());
            insert.setBigDecimal(at++, row.money());
            insert.setString(at++, row.currency());
            insert.setString(at++, row.description());
            insert.setString(at++, row.date() + " 12:00:00");
            insert.setString(at++, row.date() + " 12:00:00");
          }
          insert.executeUpdate();
        }
      }
    }
  }
}
