package outlay.local.edge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The units of statements of PartiQL, which DynamoDB Local does not tell. Of a {@code SELECT *} of
 * whole partitions: what a query of each partition that it names would be billed, by the sizes of
 * the items that it found. Of a batch that writes whole items to a table without index: what a put
 * of each would be billed, by the sizes of its values; turned down or not.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Sizes
 *     of items</a>
 */
final class PartiQlUnits {
  private static final int BYTES_OF_A_READ_UNIT = 4 * 1024;
  private static final int BYTES_OF_A_WRITE_UNIT = 1024;
  private static final int BYTES_AROUND_A_DOCUMENT = 3;

  /** The places of the values of the partition key. */
  private static final Pattern KEYS = Pattern.compile("(?i)\"userId\" IN \\(([?, ]+)\\)");

  private static final Pattern SELECT = Pattern.compile("(?i)^\\s*SELECT\\b");

  /** What is named in a statement: its table first, then attributes. */
  private static final Pattern NAMES = Pattern.compile("[\"']([^\"']+)[\"']");

  private PartiQlUnits() {}

  static double read(byte[] request, byte[] answer) throws IOException {
    JsonNode asked = Json.MAPPER.readTree(request);
    Map<String, Long> bytes = new HashMap<>();
    for (JsonNode item : Json.MAPPER.readTree(answer).path("Items")) {
      bytes.merge(item.path("userId").path("S").asText(), size(item), Long::sum);
    }
    long units =
        bytes.values().stream()
            .mapToLong(found -> -Math.floorDiv(-found, BYTES_OF_A_READ_UNIT))
            .sum();
    if (!asked.hasNonNull("NextToken")) {
      units += Math.max(0, keys(asked.path("Statement").asText()) - bytes.size());
    }
    return asked.path("ConsistentRead").asBoolean() ? units : units / 2.0;
  }

  static double written(byte[] request) throws IOException {
    long units = 0;
    for (JsonNode statement : Json.MAPPER.readTree(request).path("Statements")) {
      String text = statement.path("Statement").asText();
      if (!SELECT.matcher(text).find()) {
        long bytes =
            NAMES
                .matcher(text)
                .results()
                .skip(1)
                .map(name -> name.group(1))
                .distinct()
                .mapToLong(PartiQlUnits::utf8)
                .sum();
        for (JsonNode value : statement.path("Parameters")) {
          bytes += valueSize(value);
        }
        units += -Math.floorDiv(-bytes, BYTES_OF_A_WRITE_UNIT);
      }
    }
    return units;
  }

  private static long keys(String statement) {
    Matcher matcher = KEYS.matcher(statement);
    return matcher.find() ? matcher.group(1).chars().filter(c -> c == '?').count() : 1;
  }

  /** Names and values of an item's, or a map's, attributes. */
  private static long size(JsonNode attributes) {
    return attributes.properties().stream()
        .mapToLong(attribute -> utf8(attribute.getKey()) + valueSize(attribute.getValue()))
        .sum();
  }

  private static long valueSize(JsonNode typed) {
    Map.Entry<String, JsonNode> value = typed.properties().iterator().next();
    JsonNode content = value.getValue();
    return switch (value.getKey()) {
      case "N" -> numberSize(content.asText());
      case "M" -> (long) BYTES_AROUND_A_DOCUMENT + content.size() + size(content);
      case "L" -> {
        long size = (long) BYTES_AROUND_A_DOCUMENT + content.size();
        for (JsonNode element : content) {
          size += valueSize(element);
        }
        yield size;
      }
      case "BOOL", "NULL" -> 1;
      default -> content.isArray() ? utf8(content.toString()) : utf8(content.asText());
    };
  }

  /** One byte for two digits, and one more. */
  private static long numberSize(String number) {
    long digits = number.chars().filter(Character::isDigit).count();
    return (digits + 1) / 2 + 1;
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
