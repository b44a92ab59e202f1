package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The template's parameters and their values, checked as CloudFormation checks them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">Parameters</a>
 */
final class Parameters {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> KEYS =
      Set.of(
          "Type",
          "Default",
          "AllowedValues",
          "AllowedPattern",
          "ConstraintDescription",
          "Description",
          "MinValue",
          "MaxValue",
          "MinLength",
          "MaxLength",
          "NoEcho");

  private final JsonNode declared;
  private final Problems problems;

  private Parameters(JsonNode declared, Problems problems) {
    this.declared = declared;
    this.problems = problems;
  }

  /**
   * The value of each parameter: text, or a list of texts for the list types.
   *
   * @param declared the template's section, possibly missing
   * @param given values by name; a name that is not declared is a problem
   */
  static Map<String, JsonNode> values(
      JsonNode declared, Map<String, String> given, Problems problems) {
    return new Parameters(declared, problems).values(given);
  }

  private Map<String, JsonNode> values(Map<String, String> given) {
    given.keySet().stream()
        .filter(name -> !declared.has(name))
        .forEach(name -> problems.add("Parameters." + name, "no such parameter"));
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> parameter : declared.properties()) {
      String name = parameter.getKey();
      Optional<String> value =
          Optional.ofNullable(given.get(name)).or(() -> text(parameter.getValue(), "Default"));
      value.ifPresentOrElse(
          text -> values.put(name, value(name, parameter.getValue(), text)),
          () -> problems.add("Parameters." + name, "needs a value: --parameter " + name + "=…"));
    }
    return values;
  }

  private JsonNode value(String name, JsonNode declaration, String text) {
    String path = "Parameters." + name;
    declaration
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                problems.add(path + "." + key, "not understood");
              }
            });
    String type = text(declaration, "Type").orElse("");
    return switch (type) {
      case "String", "Number" -> JSON.textNode(checked(path, declaration, type, text));
      case "CommaDelimitedList", "List<Number>" -> {
        ArrayNode list = JSON.arrayNode();
        for (String item : text.split(",", -1)) {
          list.add(checked(path, declaration, type, item.strip()));
        }
        yield list;
      }
      default -> {
        problems.add(path, "the type '" + type + "' is not understood");
        yield JSON.textNode(text);
      }
    };
  }

  private String checked(String path, JsonNode declaration, String type, String text) {
    if (type.contains("Number")) {
      checkNumber(path, declaration, text);
    }
    check(path, declaration, text);
    return text;
  }

  private void check(String path, JsonNode declaration, String text) {
    JsonNode allowed = declaration.path("AllowedValues");
    if (allowed instanceof ArrayNode values && !contains(values, text)) {
      problems.add(path, "'" + text + "' is none of " + values);
    }
    text(declaration, "AllowedPattern")
        .filter(pattern -> !matches(path, pattern, text))
        .ifPresent(pattern -> problems.add(path, hint(declaration, text, pattern)));
    number(declaration, "MinLength")
        .filter(least -> BigDecimal.valueOf(text.length()).compareTo(least) < 0)
        .ifPresent(least -> problems.add(path, "is shorter than " + least));
    number(declaration, "MaxLength")
        .filter(most -> BigDecimal.valueOf(text.length()).compareTo(most) > 0)
        .ifPresent(most -> problems.add(path, "is longer than " + most));
  }

  private static String hint(JsonNode declaration, String text, String pattern) {
    return text(declaration, "ConstraintDescription")
        .orElse("'" + text + "' does not match " + pattern);
  }

  private boolean matches(String path, String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).matches();
    } catch (PatternSyntaxException notAPattern) {
      problems.add(path + ".AllowedPattern", notAPattern.getDescription());
      return true;
    }
  }

  private void checkNumber(String path, JsonNode declaration, String text) {
    Optional<BigDecimal> value = decimal(text);
    if (value.isEmpty()) {
      problems.add(path, "'" + text + "' is not a number");
      return;
    }
    number(declaration, "MinValue")
        .filter(least -> value.get().compareTo(least) < 0)
        .ifPresent(least -> problems.add(path, text + " is below " + least));
    number(declaration, "MaxValue")
        .filter(most -> value.get().compareTo(most) > 0)
        .ifPresent(most -> problems.add(path, text + " is above " + most));
  }

  private static boolean contains(ArrayNode values, String text) {
    for (JsonNode value : values) {
      if (value.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
  }

  private static Optional<BigDecimal> number(JsonNode node, String key) {
    return text(node, key).flatMap(Parameters::decimal);
  }

  private static Optional<BigDecimal> decimal(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
