package outlay.local.rds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Base64;
import java.util.Set;

/**
 * Rows as the Data API returns them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_Field.html">Field</a>
 */
final class Results {
  /** What an answer may have at most, here counted as it is sent. */
  static final int LARGEST_ANSWER = 1024 * 1024;

  /** What a row may have at most. */
  static final int LARGEST_ROW = 64 * 1024;

  private static final Set<String> GEOMETRIES =
      Set.of(
          "GEOMETRY",
          "POINT",
          "LINESTRING",
          "POLYGON",
          "MULTIPOINT",
          "MULTILINESTRING",
          "MULTIPOLYGON",
          "GEOMETRYCOLLECTION");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final boolean decimalsAsText;
  private final boolean longsAsText;

  /**
   * @param options a request's {@code resultSetOptions}, or a missing node
   */
  Results(JsonNode options) throws Refusal {
    decimalsAsText = isText(options, "decimalReturnType", "DOUBLE_OR_LONG");
    longsAsText = options.has("longReturnType") && isText(options, "longReturnType", "LONG");
  }

  private static boolean isText(JsonNode options, String name, String other) throws Refusal {
    String chosen = options.path(name).asText("STRING");
    if (!chosen.equals("STRING") && !chosen.equals(other)) {
      throw Refusal.invalid(name + " is STRING or " + other);
    }
    return chosen.equals("STRING");
  }

  /**
   * All rows.
   *
   * @throws Refusal if they, or one of them, are too large to be returned
   */
  ArrayNode records(ResultSet rows) throws SQLException, Refusal {
    ResultSetMetaData columns = rows.getMetaData();
    ArrayNode records = JSON.arrayNode();
    long size = 0;
    while (rows.next()) {
      ArrayNode record = records.addArray();
      long content = 0;
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        ObjectNode field = field(rows, i, columns);
        record.add(field);
        content += size(field);
      }
      if (content > LARGEST_ROW) {
        throw Refusal.databaseError("Packet for query is too large: a row has more than 64 KB");
      }
      size += content + 20L * columns.getColumnCount();
      if (size > LARGEST_ANSWER) {
        throw tooLarge();
      }
    }
    return records;
  }

  static Refusal tooLarge() {
    return Refusal.databaseError("Database returned more than the allowed response size limit");
  }

  private static int size(ObjectNode field) {
    JsonNode value = field.iterator().next();
    return value.isTextual() ? value.textValue().length() : 8;
  }

  private ObjectNode field(ResultSet row, int i, ResultSetMetaData columns)
      throws SQLException, Refusal {
    ObjectNode field = JSON.objectNode();
    int type = columns.getColumnType(i);
    String name = columns.getColumnTypeName(i);
    if (GEOMETRIES.contains(name)) {
      throw Refusal.unsupportedResult("The result contains the unsupported data type " + name);
    }
    String text = row.getString(i);
    if (text == null) {
      return field.put("isNull", true);
    }
    return switch (type) {
      case Types.BIT, Types.BOOLEAN -> field.put("booleanValue", row.getBoolean(i));
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> whole(field, text);
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> field.put("doubleValue", row.getDouble(i));
      case Types.DECIMAL, Types.NUMERIC -> decimal(field, row.getBigDecimal(i));
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          field.put("blobValue", Base64.getEncoder().encodeToString(row.getBytes(i)));
      case Types.TIME, Types.TIMESTAMP ->
          field.put("stringValue", withFraction(text, columns.getScale(i)));
      default -> field.put("stringValue", text);
    };
  }

  /** MariaDB's driver gives any fraction six digits. */
  private static String withFraction(String text, int digits) {
    int point = text.indexOf('.');
    return point < 0 || digits > 6
        ? text
        : text.substring(0, digits == 0 ? point : Math.min(text.length(), point + 1 + digits));
  }

  /** {@code BIGINT UNSIGNED} goes further than a long. */
  private ObjectNode whole(ObjectNode field, String text) {
    BigDecimal number = new BigDecimal(text);
    boolean isLong = number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return longsAsText || !isLong
        ? field.put("stringValue", text)
        : field.put("longValue", number.longValueExact());
  }

  private ObjectNode decimal(ObjectNode field, BigDecimal number) {
    if (decimalsAsText) {
      return field.put("stringValue", number.toPlainString());
    }
    return number.scale() <= 0
        ? field.put("longValue", number.longValue())
        : field.put("doubleValue", number.doubleValue());
  }

  /** A description of each column. */
  static ArrayNode metadata(ResultSetMetaData columns) throws SQLException {
    ArrayNode metadata = JSON.arrayNode();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      metadata
          .addObject()
          .put("arrayBaseColumnType", 0)
          .put("isAutoIncrement", columns.isAutoIncrement(i))
          .put("isCaseSensitive", columns.isCaseSensitive(i))
          .put("isCurrency", columns.isCurrency(i))
          .put("isSigned", columns.isSigned(i))
          .put("label", columns.getColumnLabel(i))
          .put("name", columns.getColumnName(i))
          .put("nullable", columns.isNullable(i))
          .put("precision", columns.getPrecision(i))
          .put("scale", columns.getScale(i))
          .put("schemaName", "")
          .put("tableName", columns.getTableName(i))
          .put("type", columns.getColumnType(i))
          .put("typeName", columns.getColumnTypeName(i));
    }
    return metadata;
  }
}
