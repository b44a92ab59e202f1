package outlay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Makes values that mostly follow a schema, and values that nobody would send in earnest. The
 * contract itself says which is which.
 */
final class Samples {
  /** What breaks programs: in a query, a path, or a field. */
  private static final List<String> HOSTILE =
      List.of(
          "",
          " ",
          ".",
          "..",
          "0",
          "-1",
          "1e9",
          "NaN",
          "null",
          "true",
          "*",
          "\"",
          "\\",
          "%00",
          "%",
          "a,b",
          "a/b/c",
          "../../x",
          "\u0000",
          "\u001b[31m",
          "\u202egnp.exe",
          "line\nfeed",
          "\r\nSet-Cookie: a=b",
          "=1+1",
          "' OR '1'='1",
          "<script>alert(1)</script>",
          "${jndi:ldap://x}",
          "\u1F4A9",
          "\uD83D\uDCB8",
          "e\u0301",
          "\u05E9\u05DC\u05D5\u05DD",
          "2023-02-29",
          "2026-13",
          "0000-01-01",
          "9999-12-31",
          "XXX",
          "eur",
          "x".repeat(101),
          "x".repeat(1001),
          "\uD83D\uDCB8".repeat(100),
          "99999999999999999999");

  /** Numbers in which naive arithmetic never ends or loses something, as JSON. */
  private static final List<String> NUMBERS =
      List.of(
          "1e400",
          "1e99999",
          "1E-400",
          "-0",
          "0",
          "-5",
          "0.001",
          "12.345",
          "1.5",
          "1e2",
          "0.1e1",
          "9999999999999",
          "99999999999.99",
          "10000000000000",
          "1234567890123456789012345678901234567890");

  private final Contract contract;
  private final Random random;

  Samples(Contract contract, Random random) {
    this.contract = contract;
    this.random = random;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  String hostileText() {
    return chance(80) ? oneOf(HOSTILE) : text(1, 40);
  }

  String hostileNumber() {
    return oneOf(NUMBERS);
  }

  /** A value for a schema; where the schema leaves no way to tell, any text. */
  JsonNode value(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    if (!reference.isEmpty()) {
      return named(reference.substring(reference.lastIndexOf('/') + 1), contract.resolved(schema));
    }
    for (String choice : List.of("anyOf", "oneOf")) {
      if (schema.has(choice)) {
        return value(schema.path(choice).path(random.nextInt(schema.path(choice).size())));
      }
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
    }
    return switch (schema.path("type").asText("object")) {
      case "null" -> JsonNodeFactory.instance.nullNode();
      case "boolean" -> JsonNodeFactory.instance.booleanNode(random.nextBoolean());
      case "integer" ->
          JsonNodeFactory.instance.numberNode(
              schema.path("minimum").asInt()
                  + random.nextInt(Math.min(schema.path("maximum").asInt(1000), 1000)));
      case "number" -> DecimalNode.valueOf(amount());
      case "array" -> array(schema);
      case "object" -> object(schema);
      default -> TextNode.valueOf(string(schema));
    };
  }

  private JsonNode named(String name, JsonNode schema) {
    return switch (name) {
      case "Date" -> TextNode.valueOf(date().toString());
      case "Month" -> TextNode.valueOf(YearMonth.from(date()).toString());
      case "ExpenseId" ->
          TextNode.valueOf(new UUID(random.nextLong(), random.nextLong()).toString());
      case "Category" -> TextNode.valueOf(text(1, chance(90) ? 12 : 100));
      case "Description" -> TextNode.valueOf(text(0, chance(90) ? 30 : 1000));
      case "Cursor" -> TextNode.valueOf(letters(44));
      case "Amount" -> DecimalNode.valueOf(amount());
      case "Currency" ->
          chance(70)
              ? TextNode.valueOf(oneOf(List.of("INR", "EUR", "JPY", "JOD")))
              : schema.path("enum").path(random.nextInt(schema.path("enum").size()));
      default -> value(schema);
    };
  }

  /** Half of them in this year, where the others are too. */
  private LocalDate date() {
    return chance(50)
        ? LocalDate.of(2026, 1, 1).plusDays(random.nextInt(60))
        : LocalDate.of(1970, 1, 1).plusDays(random.nextInt(20_600));
  }

  private BigDecimal amount() {
    int digits = 1 + random.nextInt(chance(90) ? 6 : 13);
    return new BigDecimal(
        BigInteger.valueOf(1 + (long) (random.nextDouble() * Math.pow(10, digits))),
        random.nextInt(3));
  }

  private String string(JsonNode schema) {
    String pattern = schema.path("pattern").asText();
    if (pattern.startsWith("^[ -~]")) {
      return letters(1 + random.nextInt(255));
    }
    if (pattern.contains("\"[0-9]")) {
      return chance(30) ? "*" : "\"" + random.nextInt(4) + "\"";
    }
    if (pattern.startsWith("^(0|[1-9]")) {
      return amount().toPlainString();
    }
    return text(schema.path("minLength").asInt(), schema.path("maxLength").asInt(20));
  }

  private String letters(int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append("ABCDEFghijkl0123456789-_".charAt(random.nextInt(24)));
    }
    return letters.toString();
  }

  /** From all of Unicode, ASCII more often. */
  private String text(int min, int max) {
    int length = min + random.nextInt(max - min + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int c = chance(85) ? ' ' + random.nextInt(95) : 0xa1 + random.nextInt(0x1fa00);
      text.appendCodePoint(
          Character.isDefined(c) && (c < 0xd800 || c > 0xdfff) && !Character.isISOControl(c)
              ? c
              : '\u20ac');
    }
    return text.toString();
  }

  private ArrayNode array(JsonNode schema) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    int size = schema.path("minItems").asInt() + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value(schema.path("items")));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (JsonNode part : schema.path("allOf")) {
      object.setAll(object(contract.resolved(part)));
    }
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      if (required.contains(each.getKey()) || chance(50)) {
        object.set(each.getKey(), value(each.getValue()));
      }
    }
    return object;
  }

  /** The same object with one thing about it changed: mostly into something that is not allowed. */
  ObjectNode spoilt(ObjectNode good) {
    ObjectNode spoilt = good.deepCopy();
    List<String> names = new ArrayList<>();
    spoilt.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty() || chance(20)) {
      return spoilt.put(
          oneOf(List.of("userId", "version", "createdAt", "deletedAt", "expiresAt", "x")), "1");
    }
    String name = oneOf(names);
    switch (random.nextInt(5)) {
      case 0 -> spoilt.remove(name);
      case 1 -> spoilt.put(name, hostileText());
      case 2 -> spoilt.put(name, random.nextBoolean());
      case 3 -> spoilt.putArray(name).add(1);
      default -> spoilt.put(name, random.nextInt(2_000) - 1_000);
    }
    return spoilt;
  }
}
