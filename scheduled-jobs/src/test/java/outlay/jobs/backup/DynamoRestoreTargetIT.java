package outlay.jobs.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.jobs.backup.Fixtures.NIGHT;
import static outlay.jobs.backup.Fixtures.expense;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.jobs.backup.RestoreTarget.Effect;
import outlay.model.Expense;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@ExtendWith(DynamoDbLocalExtension.class)
final class DynamoRestoreTargetIT {
  private static final Expense RECORDED = expense("ann", 1, NIGHT);
  private static final Expense DELETED = RECORDED.deleted(NIGHT);

  private DynamoRestoreTarget target;
  private DynamoSourceScan source;

  @BeforeEach
  void makeTable(DynamoDbClient dynamoDb) {
    String table = TestTables.expenses(dynamoDb);
    target = new DynamoRestoreTarget(dynamoDb, table);
    source = new DynamoSourceScan(dynamoDb, table);
  }

  private Expense stored() {
    return source.page(0, 1, Optional.empty(), true).expenses().get(0).get();
  }

  @Test
  void restore_ofWhatIsMissing_addsItAsItWas() {
    assertThat(target.preview(DELETED)).isEqualTo(Effect.ADDED);
    assertThat(target.restore(DELETED)).isEqualTo(Effect.ADDED);

    assertThat(stored()).isEqualTo(DELETED);
  }

  @Test
  void restore_again_keepsIt() {
    target.restore(RECORDED);

    assertThat(target.preview(RECORDED)).isEqualTo(Effect.KEPT);
    assertThat(target.restore(RECORDED)).isEqualTo(Effect.KEPT);
  }

  @Test
  void restore_ofALaterVersion_replaces() {
    target.restore(RECORDED);

    assertThat(target.preview(DELETED)).isEqualTo(Effect.REPLACED);
    assertThat(target.restore(DELETED)).isEqualTo(Effect.REPLACED);
    assertThat(stored()).isEqualTo(DELETED);
  }

  @Test
  void restore_ofAnEarlierVersion_keepsTheLater() {
    target.restore(DELETED);

    assertThat(target.preview(RECORDED)).isEqualTo(Effect.KEPT);
    assertThat(target.restore(RECORDED)).isEqualTo(Effect.KEPT);
    assertThat(stored()).isEqualTo(DELETED);
  }
}
