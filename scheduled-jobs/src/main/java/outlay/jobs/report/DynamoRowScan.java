package outlay.jobs.report;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final String OF_MONTH = "#date BETWEEN :first AND :last";
  private static final String NOT_DELETED = "attribute_not_exists(deletedAt)";
  private static final Map<String, String> DATE_NAME = Map.of("#date", "date");

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
                    scan.filterExpression(OF_MONTH + " AND " + NOT_DELETED)
                        .expressionAttributeNames(DATE_NAME)
                        .expressionAttributeValues(daysOf(month)))
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
            entry("user_id", text(item, "userId")),
            entry("expense_id", text(item, "expenseId")),
            corrupt);
      }
    }
    return new Page(rows, unreadable, page.next());
  }

  private static Map<String, AttributeValue> daysOf(YearMonth month) {
    return new HashMap<>(
        Map.of(
            ":first", Item.s(month.atDay(1).toString()),
            ":last", Item.s(month.atEndOfMonth().toString())));
  }

  private static ReportRow read(Map<String, AttributeValue> item) {
    ExpenseItem.readDayEntry(item); // Refuses an amount that is not greater than zero.
    Expense expense = ExpenseItem.read(item);
    return ReportRow.of(expense);
  }

  /** What a log line can say of an item that may lack anything. */
  private static String text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s).orElse("");
  }
}
