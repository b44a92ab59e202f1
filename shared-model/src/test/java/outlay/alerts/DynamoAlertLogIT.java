package outlay.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import outlay.model.Alert;
import outlay.store.AlertItem;
import outlay.store.DynamoDbLocalExtension;
import outlay.store.Item;
import outlay.store.TestTables;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@ExtendWith(DynamoDbLocalExtension.class)
class DynamoAlertLogIT extends AlertLogContract {
  private final DynamoDbClient client;
  private final String table;

  DynamoAlertLogIT(DynamoDbClient client) {
    this.client = client;
    this.table = TestTables.alerts(client);
  }

  @Override
  AlertLog log() {
    return new DynamoAlertLog(client, table);
  }

  @Override
  String state(Alert alert) {
    return new Item(item(alert)).text("state");
  }

  @Test
  void sent_leavesWhatIsNeededToTellItAgain() {
    Instant now = Instant.parse("2026-01-22T12:00:00Z");
    Alert alert = AlertFixtures.RENT.alert();
    log().claim(AlertFixtures.RENT, new AlertLog.Lease("a", now.plusSeconds(10)), now);
    log().sent(alert, "a", "m1", now);

    Map<String, AttributeValue> item = item(alert);
    assertThat(AlertItem.read(item)).isEqualTo(AlertFixtures.RENT);
    assertThat(item)
        .containsEntry("sentAt", Item.s("2026-01-22T12:00:00Z"))
        .containsEntry("messageId", Item.s("m1"))
        .doesNotContainKeys("lease", "leaseUntil");
  }

  private Map<String, AttributeValue> item(Alert alert) {
    return client
        .getItem(get -> get.tableName(table).key(AlertItem.key(alert.userId(), alert.id())))
        .item();
  }
}
