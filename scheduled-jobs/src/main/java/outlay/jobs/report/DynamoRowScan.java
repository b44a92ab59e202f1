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
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Rows from the table {@code expenses}, by a strongly consistent scan. DynamoDB reads the whole
 * table and sends the month: that costs what a scan costs, once a month, and no index.
 */
final class DynamoRowScan implements RowScan {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoRowScan.class);

  private static final String OF_MONTH = "#date BETWEEN :first AND :last";
  private static final String NOT_DELETED = "attribute_not_exists(deletedAt)";
  private static final Map<String, String> DATE_NAME = Map.of("#date", "date");

  /** How many expenses are looked at in one go; one of the first is a row as a rule. */
  private static final int MAX_LOOKED_AT = 20;

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

  @Override
  public boolean hasRows(String userId, YearMonth month) {
    Map<String, AttributeValue> values = daysOf(month);
    values.put(":userId", Item.s(userId));
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table)
            .indexName(ExpenseItem.INDEX_BY_DATE)
            .consistentRead(true)
            .limit(MAX_LOOKED_AT)
            .keyConditionExpression("userId = :userId AND " + OF_MONTH)
            .filterExpression(NOT_DELETED)
            .expressionAttributeNames(DATE_NAME)
            .expressionAttributeValues(values)
            .build();
    return dynamoDb.queryPaginator(query).items().stream().anyMatch(DynamoRowScan::isReadable);
  }

  private static boolean isReadable(Map<String, AttributeValue> item) {
    try {
      read(item);
      return true;
    } catch (CorruptItem corrupt) {
      return false; // Counted and logged by the scan.
    }
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
