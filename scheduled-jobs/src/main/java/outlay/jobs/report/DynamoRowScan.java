package outlay.jobs.report;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.jobs.runs.DynamoScan;
import outlay.model.Expense;
import outlay.store.CorruptItem;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows from the table {@code expenses}, by a strongly consistent scan. DynamoDB reads the whole
 * table and sends the month: that costs what a scan costs, once a month, and no index.
 */
final class DynamoRowScan implements RowScan {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoRowScan.class);

  private final DynamoDbClient dynamoDb;
  private final String table;

  DynamoRowScan(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Page page(YearMonth month, int segment, int segments, Optional<String> cursor) {
    DynamoScan.Page page =
        new DynamoScan(
                dynamoDb,
                table,
                scan ->
                    scan.filterExpression(
                            "#date BETWEEN :first AND :last AND attribute_not_exists(deletedAt)")
                        .expressionAttributeNames(Map.of("#date", "date"))
                        .expressionAttributeValues(
                            Map.of(
                                ":first", Item.s(month.atDay(1).toString()),
                                ":last", Item.s(month.atEndOfMonth().toString()))))
            .page(segment, segments, cursor);
    List<ReportRow> rows = new ArrayList<>(page.items().size());
    int unreadable = 0;
    for (Map<String, AttributeValue> item : page.items()) {
      try {
        rows.add(read(item));
      } catch (CorruptItem corrupt) {
        unreadable++;
        LOG.error(
            "expense_unreadable",
            entry("user_id", String.valueOf(item.get("userId"))),
            entry("expense_id", String.valueOf(item.get("expenseId"))),
            corrupt);
      }
    }
    return new Page(rows, unreadable, page.next());
  }

  private static ReportRow read(Map<String, AttributeValue> item) {
    ExpenseItem.readDayEntry(item); // Refuses an amount that is not greater than zero.
    Expense expense = ExpenseItem.read(item);
    return ReportRow.of(expense);
  }
}
