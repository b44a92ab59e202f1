package outlay.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows as requests. An amount that is a number is sent as one in every second row and as a string
 * in the others, with the digits of the file either way; a blank value is sent as an empty string.
 * Pure.
 */
public final class Bodies {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private Bodies() {}

  public static String one(Row row) {
    return json(fields(row));
  }

  /**
   * For {@code POST /expenses/batch}: each row under the key that it would be posted with alone.
   */
  public static String batch(List<Row> rows) {
    List<Map<String, Object>> expenses =
        rows.stream()
            .map(
                row -> {
                  Map<String, Object> fields = fields(row);
                  fields.put("idempotencyKey", key(row));
                  return fields;
                })
            .toList();
    return json(Map.of("expenses", expenses));
  }

  /** The key under which this row is one expense, however often it is posted. */
  public static String key(Row row) {
    return row.set() + "-" + row.number();
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("date", row.date());
    fields.put("type", row.type());
    fields.put("category", row.category());
    boolean asNumber = row.number() % 2 == 0 && row.amount().matches("-?\\d+(\\.\\d+)?");
    fields.put("amount", asNumber ? new BigDecimal(row.amount()) : row.amount());
    fields.put("currency", row.currency());
    fields.put("description", row.description());
    return fields;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts and numbers can always be written", impossible);
    }
  }
}
