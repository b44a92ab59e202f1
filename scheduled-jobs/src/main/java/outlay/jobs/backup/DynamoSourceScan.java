package outlay.jobs.backup;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import outlay.jobs.runs.DynamoScan;
import outlay.model.Expense;
import outlay.store.ExpenseItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table {@code expenses}. */
final class DynamoSourceScan implements SourceScan {
  private final DynamoScan consistently;
  private final DynamoScan eventually;

  DynamoSourceScan(DynamoDbClient dynamoDb, String table) {
    this.consistently = new DynamoScan(dynamoDb, table);
    this.eventually = new DynamoScan(dynamoDb, table, scan -> scan.consistentRead(false));
  }

  @Override
  public Page page(int segment, int segments, Optional<String> cursor, boolean consistent) {
    DynamoScan.Page page = (consistent ? consistently : eventually).page(segment, segments, cursor);
    List<Supplier<Expense>> expenses =
        page.items().stream().<Supplier<Expense>>map(item -> () -> ExpenseItem.read(item)).toList();
    return new Page(expenses, page.next());
  }
}
