package outlay.jobs.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import outlay.store.Aws;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * A segment of a table, page by page, strongly consistent unless asked otherwise: every write that
 * was answered before a page was read is in it. Items of one partition key follow each other, in
 * one segment; apart from that their order means nothing, but it is the same each time.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan">Parallel
 *     scan</a>
 */
public final class DynamoScan {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A page of 1 MB takes longer than other calls, the more so if several are read at once. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(25);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Consumer<ScanRequest.Builder> settings;

  /** A new client, for scans above all. */
  public static DynamoDbClient client() {
    return Aws.client(DynamoDbClient.builder(), ATTEMPT_TIMEOUT, CALL_TIMEOUT);
  }

  /** A scan of all items, with all their attributes. */
  public DynamoScan(DynamoDbClient dynamoDb, String table) {
    this(dynamoDb, table, scan -> {});
  }

  /**
   * @param settings what else to ask of DynamoDB: a filter, a projection, a page's limit
   */
  public DynamoScan(DynamoDbClient dynamoDb, String table, Consumer<ScanRequest.Builder> settings) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.settings = settings;
  }

  /**
   * A page.
   *
   * @param items at most 1 MB of them before a filter was applied; may be none though more follow
   * @param next the cursor of the next page; empty after the last one
   */
  public record Page(List<Map<String, AttributeValue>> items, Optional<String> next) {}

  /**
   * The page at the cursor.
   *
   * @param cursor where an earlier page ended; empty for the first one
   */
  public Page page(int segment, int segments, Optional<String> cursor) {
    ScanRequest.Builder scan =
        ScanRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .segment(segment)
            .totalSegments(segments);
    settings.accept(scan);
    cursor.ifPresent(at -> scan.exclusiveStartKey(key(at)));
    ScanResponse page = dynamoDb.scan(scan.build());
    return new Page(
        page.items(),
        page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty()
            ? Optional.of(cursor(page.lastEvaluatedKey()))
            : Optional.empty());
  }

  /** The cursor of the page that follows the item with this key, all of whose values are texts. */
  public static String cursor(Map<String, AttributeValue> key) {
    ObjectNode json = JSON.createObjectNode();
    key.forEach((name, value) -> json.put(name, value.s()));
    return json.toString();
  }

  private static Map<String, AttributeValue> key(String cursor) {
    try {
      Map<String, AttributeValue> key = new HashMap<>();
      for (Map.Entry<String, JsonNode> each : JSON.readTree(cursor).properties()) {
        key.put(each.getKey(), AttributeValue.fromS(each.getValue().asText()));
      }
      return key;
    } catch (JsonProcessingException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}
