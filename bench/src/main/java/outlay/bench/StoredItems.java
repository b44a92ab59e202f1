package outlay.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * A whole table, attribute by attribute, and its removal.
 *
 * @param keys the names of the table's key attributes
 */
public record StoredItems(DynamoDbClient dynamoDb, String table, List<String> keys) {
  private static final int MOST_WRITES = 25; // Of one BatchWriteItem.

  /**
   * Every item by its key, without the attributes named; a partition's items in the order of their
   * keys. 69.670 is read as 69.67, which is what DynamoDB itself would keep.
   */
  public Map<Map<String, AttributeValue>, Map<String, AttributeValue>> read(String... without) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new LinkedHashMap<>();
    dynamoDb
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .forEach(
            item -> {
              Map<String, AttributeValue> rest = new HashMap<>(item);
              rest.keySet().removeAll(List.of(without));
              rest.replaceAll((name, value) -> value.n() == null ? value : shortest(value.n()));
              items.put(key(item), rest);
            });
    return items;
  }

  private static AttributeValue shortest(String number) {
    return AttributeValue.fromN(new BigDecimal(number).stripTrailingZeros().toPlainString());
  }

  /**
   * Deletes every item that is there now, in the order of {@link #read}: expenses of a day
   * together, which is a tenth of the work for who counts them.
   */
  public void deleteAll() {
    delete(read().keySet());
  }

  /** Deletes the items with these keys. */
  public void delete(Collection<Map<String, AttributeValue>> these) {
    List<WriteRequest> deletes = new ArrayList<>();
    for (Map<String, AttributeValue> key : these) {
      deletes.add(
          WriteRequest.builder().deleteRequest(DeleteRequest.builder().key(key).build()).build());
    }
    for (int from = 0; from < deletes.size(); from += MOST_WRITES) {
      Map<String, List<WriteRequest>> rest =
          Map.of(table, deletes.subList(from, Math.min(from + MOST_WRITES, deletes.size())));
      while (!rest.isEmpty()) {
        Map<String, List<WriteRequest>> next = rest;
        rest = dynamoDb.batchWriteItem(write -> write.requestItems(next)).unprocessedItems();
      }
    }
  }

  private Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    return keys.stream().collect(Collectors.toMap(name -> name, item::get));
  }
}
