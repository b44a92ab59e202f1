package outlay.streams;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import outlay.store.Item;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A change of an item, as a record of its table's stream tells it.
 *
 * @param table the table's name
 * @param at about when it happened: DynamoDB rounds it
 * @param keys the item's primary key
 * @param oldImage the item before; empty if there was none
 * @param newImage the item after; empty if there is none
 */
record DynamoChange(
    String table,
    Instant at,
    Map<String, AttributeValue> keys,
    Optional<Map<String, AttributeValue>> oldImage,
    Optional<Map<String, AttributeValue>> newImage) {
  DynamoChange {
    keys = Map.copyOf(keys);
  }

  /**
   * Whose item it is; the partition key of every table that has a stream.
   *
   * @throws outlay.store.CorruptItem if the key names no user
   */
  String userId() {
    return new Item(keys).text("userId");
  }
}
