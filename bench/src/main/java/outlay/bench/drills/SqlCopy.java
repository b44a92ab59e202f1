package outlay.bench.drills;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import outlay.bench.Cell;
import outlay.bench.Environment;
import outlay.bench.StoredExpense;
import outlay.bench.Sum;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/** Reads the backup as an analyst can: SQL through the RDS Data API. */
record SqlCopy(RdsDataClient rdsData, Environment environment) {
  private static final int PAGE = 200; // An answer may have 1 MiB; a row, some 5 KiB.

  private static final String ROWS =
      """
      SELECT user_id, expense_id, CAST(date AS CHAR), type, category, amount, currency, description, version,
             deleted_at IS NOT NULL
      FROM expenses
      WHERE user_id > :user OR (user_id = :user AND expense_id > :expense)
      ORDER BY user_id, expense_id
      LIMIT %d
      """
          .formatted(PAGE);

  private static final String SUMS =
      """
      SELECT currency, SUBSTR(CAST(date AS CHAR), 1, 7) AS month,
             SUM(CASE WHEN type = 'expense' THEN amount ELSE 0 END),
             SUM(CASE WHEN type = 'income' THEN amount ELSE 0 END),
             COUNT(*)
      FROM expenses
      WHERE deleted_at IS NULL
      GROUP BY currency, month
      """;

  /** Every row, deleted ones too. */
  Map<StoredExpense.Key, StoredExpense> expenses() {
    Map<StoredExpense.Key, StoredExpense> expenses = new HashMap<>();
    String user = "";
    String expense = "";
    while (true) {
      List<List<Field>> page = page(user, expense);
      for (List<Field> row : page) {
        user = row.get(0).stringValue();
        expense = row.get(1).stringValue();
        expenses.put(new StoredExpense.Key(user, expense), expense(row));
      }
      if (page.size() < PAGE) {
        return expenses;
      }
    }
  }

  /** What each currency and month sums up to, by SQL's own arithmetic. */
  Map<Sum, Cell> sumsByMonth() {
    Map<Sum, Cell> sums = new HashMap<>();
    for (List<Field> row : execute(SUMS, List.of()).records()) {
      sums.put(
          new Sum(row.get(0).stringValue(), Sum.By.MONTH, row.get(1).stringValue()),
          new Cell(decimal(row.get(2)), decimal(row.get(3)), row.get(4).longValue()));
    }
    return sums;
  }

  private List<List<Field>> page(String user, String expense) {
    return execute(ROWS, List.of(text("user", user), text("expense", expense))).records();
  }

  private ExecuteStatementResponse execute(String sql, List<SqlParameter> parameters) {
    return rdsData.executeStatement(
        execute ->
            execute
                .resourceArn(environment.get("OUTLAY_DATABASE_ARN"))
                .secretArn(environment.get("OUTLAY_DATABASE_SECRET_ARN"))
                .database("outlay")
                .sql(sql)
                .parameters(parameters));
  }

  private static SqlParameter text(String name, String value) {
    return SqlParameter.builder().name(name).value(Field.fromStringValue(value)).build();
  }

  private static StoredExpense expense(List<Field> row) {
    return new StoredExpense(
        row.get(2).stringValue(),
        row.get(3).stringValue(),
        row.get(4).stringValue(),
        decimal(row.get(5)),
        row.get(6).stringValue(),
        row.get(7).stringValue(),
        row.get(8).longValue(),
        row.get(9).longValue() == 1);
  }

  private static BigDecimal decimal(Field field) {
    return new BigDecimal(field.stringValue());
  }
}
