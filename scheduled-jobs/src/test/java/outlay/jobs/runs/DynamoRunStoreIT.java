package outlay.jobs.runs;

import org.junit.jupiter.api.extension.ExtendWith;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
final class DynamoRunStoreIT extends RunStoreContract {
  private final DynamoDbClient dynamoDb;

  DynamoRunStoreIT(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  @Override
  RunStore store() {
    return new DynamoRunStore(dynamoDb, TestTables.runs(dynamoDb));
  }
}
