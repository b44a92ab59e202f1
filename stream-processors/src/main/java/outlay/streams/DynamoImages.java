package outlay.streams;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import outlay.store.CorruptItem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Makes of Lambda's event types what the tables' readers know.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html">Sample
 *     event</a>
 */
final class DynamoImages {
  private static final String EVENT_SOURCE = "aws:dynamodb";
  private static final String BEFORE_TABLE = ":table/";

  private DynamoImages() {}

  /**
   * The change in a record.
   *
   * @param tables whose streams are expected
   * @throws CorruptItem if the record is not of a stream of one of these tables, or has no key
   */
  static DynamoChange read(DynamodbStreamRecord source, Set<String> tables) {
    if (!EVENT_SOURCE.equals(source.getEventSource())) {
      throw new CorruptItem("the record is not from a DynamoDB stream");
    }
    String table =
        tableIn(source.getEventSourceARN())
            .filter(tables::contains)
            .orElseThrow(() -> new CorruptItem("the record is from another table's stream"));
    StreamRecord change = source.getDynamodb();
    if (change == null || change.getKeys() == null) {
      throw new CorruptItem("the record names no item");
    }
    return new DynamoChange(
        table,
        at(change.getApproximateCreationDateTime()),
        map(change.getKeys()),
        Optional.ofNullable(change.getOldImage()).map(DynamoImages::map),
        Optional.ofNullable(change.getNewImage()).map(DynamoImages::map));
  }

  /** The sequence number of a record, if it has one. */
  static Optional<String> sequenceNumber(DynamodbStreamRecord source) {
    return Optional.ofNullable(source.getDynamodb())
        .map(StreamRecord::getSequenceNumber)
        .filter(number -> !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  // arn:aws:dynamodb:eu-west-1:123456789012:table/NAME/stream/2026-01-22T00:00:00.000
  private static Optional<String> tableIn(@Nullable String arn) {
    int before = arn == null ? -1 : arn.indexOf(BEFORE_TABLE);
    if (arn == null || before < 0) {
      return Optional.empty();
    }
    int start = before + BEFORE_TABLE.length();
    int end = arn.indexOf('/', start);
    return end < 0 ? Optional.empty() : Optional.of(arn.substring(start, end));
  }

  private static Instant at(@Nullable Date date) {
    return date == null ? Instant.EPOCH : date.toInstant();
  }

  private static Map<String, AttributeValue> map(
      Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue>
          attributes) {
    Map<String, AttributeValue> map = new HashMap<>();
    attributes.forEach((name, value) -> map.put(name, value(value)));
    return map;
  }

  private static AttributeValue value(
      com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue value) {
    if (value.getS() != null) {
      return AttributeValue.fromS(value.getS());
    }
    if (value.getN() != null) {
      return AttributeValue.fromN(value.getN());
    }
    if (value.getM() != null) {
      return AttributeValue.fromM(map(value.getM()));
    }
    if (value.getL() != null) {
      return AttributeValue.fromL(value.getL().stream().map(DynamoImages::value).toList());
    }
    if (value.getBOOL() != null) {
      return AttributeValue.fromBool(value.getBOOL());
    }
    if (value.getSS() != null) {
      return AttributeValue.fromSs(value.getSS());
    }
    if (value.getNS() != null) {
      return AttributeValue.fromNs(value.getNS());
    }
    if (value.getB() != null) {
      return AttributeValue.fromB(SdkBytes.fromByteBuffer(value.getB()));
    }
    if (value.getBS() != null) {
      return AttributeValue.fromBs(value.getBS().stream().map(SdkBytes::fromByteBuffer).toList());
    }
    return AttributeValue.fromNul(true);
  }
}
