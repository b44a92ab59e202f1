package outlay.local.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes the records of an <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html#events-sample-dynamodb">event</a>
 * from those of the stream, and drops the ones that the mapping's filters do not match.
 */
final class Records {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final byte[] START = "{\"Records\":[".getBytes(StandardCharsets.UTF_8);
  private static final byte[] END = "]}".getBytes(StandardCharsets.UTF_8);

  private final Mapping mapping;
  private final Filter filter;
  private final Clock clock;

  /**
   * @param clock the one that the TTL sweeper goes by
   */
  Records(Mapping mapping, Clock clock) {
    this.mapping = mapping;
    this.filter = Filter.of(mapping.filterPatterns());
    this.clock = clock;
  }

  /** The record as Lambda sends it; empty if it is filtered out. */
  Optional<StreamRecord> of(JsonNode raw) {
    ObjectNode record = raw.deepCopy();
    record.put("eventVersion", "1.1");
    record.put("eventSource", "aws:dynamodb");
    record.put("awsRegion", mapping.region());
    record.put("eventSourceARN", mapping.streamArn());
    if (isExpiry(record)) {
      record
          .putObject("userIdentity")
          .put("type", "Service")
          .put("principalId", "dynamodb.amazonaws.com");
    }
    try {
      byte[] json = JSON.writeValueAsBytes(record);
      if (!filter.matches(new String(json, StandardCharsets.UTF_8))) {
        return Optional.empty();
      }
      return Optional.of(new StreamRecord(sequenceNumber(raw), written(raw), json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The event that holds these records. */
  static byte[] event(List<StreamRecord> records) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(START);
    for (int i = 0; i < records.size(); i++) {
      if (i > 0) {
        event.write(',');
      }
      event.writeBytes(records.get(i).json());
    }
    event.writeBytes(END);
    return event.toByteArray();
  }

  static String sequenceNumber(JsonNode raw) {
    return raw.path("dynamodb").path("SequenceNumber").asText();
  }

  private static Instant written(JsonNode raw) {
    JsonNode seconds = raw.path("dynamodb").path("ApproximateCreationDateTime");
    return Instant.ofEpochMilli(
        seconds.decimalValue().multiply(BigDecimal.valueOf(1000)).longValue());
  }

  private boolean isExpiry(JsonNode record) {
    if (mapping.ttlAttribute().isEmpty() || !record.path("eventName").asText().equals("REMOVE")) {
      return false;
    }
    JsonNode expires =
        record.path("dynamodb").path("OldImage").path(mapping.ttlAttribute().get()).path("N");
    return expires.isTextual()
        && new BigDecimal(expires.textValue())
                .compareTo(BigDecimal.valueOf(clock.instant().getEpochSecond()))
            <= 0;
  }
}
