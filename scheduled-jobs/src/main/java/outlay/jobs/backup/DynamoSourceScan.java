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
  private final DynamoScan scan;

  DynamoSourceScan(DynamoDbClient dynamoDb, String table) {
    this.scan = new DynamoScan(dynamoDb, table);
  }

  @Override
  public Page page(int segment, int segments, Optional<String> cursor) {
    DynamoScan.Page page = scan.page(segment, segments, cursor);
    List<Supplier<Expense>> expenses =
        page.items().stream().<Supplier<Expense>>map(item -> () -> ExpenseItem.read(item)).toList();
    return new Page(expenses, page.next());
  }
}
