package outlay.jobs.reconcile;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import outlay.jobs.runs.DynamoScan;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Who has set a budget, read in one pass over the table {@code budgets}, which is small: most users
 * have none, and asking for those of each costs a unit a user.
 */
final class DynamoBudgetOwners {
  /** Some megabytes. */
  static final int MAX_USERS = 50_000;

  private final DynamoScan budgets;
  private final int maxUsers;

  DynamoBudgetOwners(DynamoDbClient dynamo, String table) {
    this(dynamo, table, MAX_USERS);
  }

  DynamoBudgetOwners(DynamoDbClient dynamo, String table, int maxUsers) {
    this.budgets = new DynamoScan(dynamo, table, scan -> scan.projectionExpression("userId"));
    this.maxUsers = maxUsers;
  }

  /** All of them; empty if there are too many to be remembered: each user is to be asked about. */
  Optional<Set<String>> read() {
    Set<String> users = new HashSet<>();
    Optional<String> at = Optional.empty();
    do {
      DynamoScan.Page page = budgets.page(0, 1, at);
      page.items().forEach(item -> users.add(new Item(item).text("userId")));
      at = page.next();
    } while (at.isPresent() && users.size() <= maxUsers);
    return users.size() <= maxUsers ? Optional.of(users) : Optional.empty();
  }
}
