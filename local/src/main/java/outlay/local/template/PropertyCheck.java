package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares properties with the tree of understood ones in {@code catalogue.yaml}: each is run here,
 * has no effect here, or is refused by name.
 */
final class PropertyCheck {
  private static final String NOT_SIMULATED = "not simulated, ";
  private static final String ONLY = "only ";

  private final Catalogue catalogue;
  private final Problems problems;
  private final Set<String> notSimulated;

  /**
   * @param notSimulated gains what is accepted without effect, such as {@code encryption}
   */
  PropertyCheck(Catalogue catalogue, Problems problems, Set<String> notSimulated) {
    this.catalogue = catalogue;
    this.problems = problems;
    this.notSimulated = notSimulated;
  }

  /**
   * Checks a map of properties, everything below included.
   *
   * @param understood the catalogue's tree for them
   * @param properties the values, with all intrinsic functions computed
   */
  void map(JsonNode understood, JsonNode properties, String path) {
    if (!properties.isObject()) {
      wrongType(path, "a map", properties);
      return;
    }
    properties
        .properties()
        .forEach(entry -> property(understood, entry.getKey(), entry.getValue(), path));
  }

  private void property(JsonNode understood, String name, JsonNode value, String path) {
    String at = path + "." + name;
    JsonNode list = understood.path(name + "[]");
    if (!list.isMissingNode()) {
      list(list, value, at);
      return;
    }
    JsonNode rule = understood.path(understood.has(name) ? name : "*");
    if (rule.isMissingNode()) {
      problems.add(at, "not understood; it would be ignored here and may change what AWS does");
    } else if (rule.isObject()) {
      map(rule, value, at);
    } else {
      leaf(rule.asText(), value, at);
    }
  }

  private void list(JsonNode understood, JsonNode value, String path) {
    if (!value.isArray()) {
      wrongType(path, "a list", value);
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      map(understood, value.get(i), path + "[" + i + "]");
    }
  }

  private void leaf(String rule, JsonNode value, String path) {
    if (rule.startsWith(NOT_SIMULATED)) {
      notSimulated.add(rule.substring(NOT_SIMULATED.length()));
    } else if (rule.startsWith(ONLY)) {
      only(rule.substring(ONLY.length()), value, path);
    } else if (rule.equals("by Type")) {
      event(value, path);
    } else if (!isOfType(rule, value)) {
      wrongType(path, rule.equals("texts") ? "a list of texts" : "a value of type " + rule, value);
    }
  }

  /** A list is held to the values item by item: {@code AllowedOAuthFlows: [code]}. */
  private void only(String allowed, JsonNode value, String path) {
    List<String> values = Arrays.asList(allowed.split(" or "));
    Iterable<JsonNode> items = value.isArray() ? value : List.of(value);
    for (JsonNode item : items) {
      if (!values.contains(item.asText())) {
        problems.add(path, item + " is not understood here, only " + allowed);
      }
    }
  }

  private void event(JsonNode event, String path) {
    String type = event.path("Type").asText();
    Optional<JsonNode> understood = catalogue.event(type);
    if (understood.isEmpty()) {
      problems.add(path, "the event type '" + type + "' is not understood");
      return;
    }
    map(understood.get(), event.path("Properties"), path + ".Properties");
  }

  private static boolean isOfType(String type, JsonNode value) {
    return switch (type) {
      case "json" -> true;
      case "text" -> value.isValueNode() && !value.isNull();
      case "number" -> isNumber(value);
      case "integer" -> isNumber(value) && value.asText().matches("-?\\d{1,9}");
      case "boolean" -> value.asText().equals("true") || value.asText().equals("false");
      case "texts" -> {
        boolean allTexts = value.isArray();
        for (JsonNode item : value) {
          allTexts = allTexts && item.isValueNode() && !item.isNull();
        }
        yield allTexts;
      }
      default -> throw new IllegalStateException("catalogue.yaml: " + type);
    };
  }

  private static boolean isNumber(JsonNode value) {
    try {
      new BigDecimal(value.asText());
      return true;
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }

  private void wrongType(String path, String wanted, JsonNode value) {
    problems.add(path, "needs " + wanted + " and got " + value);
  }
}
