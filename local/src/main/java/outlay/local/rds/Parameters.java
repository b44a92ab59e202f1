package outlay.local.rds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The values of one set of parameters, by name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_SqlParameter.html">SqlParameter</a>
 */
final class Parameters {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Value> values;

  private Parameters(Map<String, Value> values) {
    this.values = values;
  }

  /** A value as JDBC takes it. */
  private record Value(@Nullable Object object) {}

  /**
   * Reads a list of parameters.
   *
   * @throws Refusal if one has no name, not exactly one value, or one that its type hint forbids
   */
  static Parameters of(JsonNode list) throws Refusal {
    Map<String, Value> values = new HashMap<>();
    for (JsonNode parameter : list) {
      String name = parameter.path("name").asText();
      if (name.isEmpty()) {
        throw Refusal.badRequest("A parameter has no name");
      }
      values.put(name, value(name, parameter));
    }
    return new Parameters(values);
  }

  /**
   * Sets the statement's places.
   *
   * @param names the parameters of the places
   * @throws Refusal if a named parameter has no value; values without a place are let be
   */
  void set(PreparedStatement statement, List<String> names) throws SQLException, Refusal {
    for (int i = 0; i < names.size(); i++) {
      Value value = values.get(names.get(i));
      if (value == null) {
        throw Refusal.badRequest("Cannot find parameter: " + names.get(i));
      }
      if (value.object == null) {
        statement.setNull(i + 1, Types.NULL);
      } else {
        statement.setObject(i + 1, value.object);
      }
    }
  }

  private static Value value(String name, JsonNode parameter) throws Refusal {
    JsonNode value = parameter.path("value");
    if (value.size() != 1) {
      throw Refusal.badRequest("Parameter " + name + " needs exactly one value");
    }
    Map.Entry<String, JsonNode> only = value.properties().iterator().next();
    JsonNode content = only.getValue();
    boolean isOfType =
        switch (only.getKey()) {
          case "isNull", "booleanValue" -> content.isBoolean();
          case "longValue" -> content.isIntegralNumber() && content.canConvertToLong();
          case "doubleValue" -> content.isNumber() || isNotFinite(content.asText());
          case "stringValue", "blobValue" -> content.isTextual();
          case "arrayValue" ->
              throw Refusal.badRequest("Array parameters are not supported: " + name);
          default -> false;
        };
    if (!isOfType) {
      throw Refusal.badRequest("Parameter " + name + " has no valid " + only.getKey());
    }
    String hint = parameter.path("typeHint").asText();
    try {
      return new Value(
          switch (only.getKey()) {
            case "isNull" -> null;
            case "booleanValue" -> content.booleanValue();
            case "longValue" -> content.longValue();
            case "doubleValue" -> content.asDouble();
            case "blobValue" -> Base64.getDecoder().decode(content.asText());
            default -> hinted(content.asText(), hint);
          });
    } catch (DateTimeException | IllegalArgumentException | JsonProcessingException malformed) {
      throw Refusal.badRequest(
          "Parameter " + name + " is no valid " + (hint.isEmpty() ? only.getKey() : hint));
    }
  }

  /** SDKs send these as texts. MySQL takes none of them, and says so. */
  private static boolean isNotFinite(String text) {
    return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
  }

  /** A text as what its hint says it is; it is sent to the database as that. */
  private static Object hinted(String text, String hint) throws JsonProcessingException, Refusal {
    return switch (hint) {
      case "" -> text;
      case "DATE" -> LocalDate.parse(text);
      case "TIME" -> LocalTime.parse(text);
      case "TIMESTAMP" -> LocalDateTime.parse(text.replace(' ', 'T'));
      case "DECIMAL" -> new BigDecimal(text);
      case "UUID" -> UUID.fromString(text).toString();
      case "JSON" -> {
        JSON.readTree(text);
        yield text;
      }
      default -> throw Refusal.invalid("The type hint " + hint + " is not known");
    };
  }
}
