package outlay.local.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The template of an input transformer. */
final class InputTemplate {
  static final JsonMapper JSON = new JsonMapper();

  private static final Pattern VARIABLE = Pattern.compile("<([A-Za-z0-9_.-]+)>");
  private static final Set<String> RESERVED =
      Set.of(
          "aws.events.rule-arn",
          "aws.events.rule-name",
          "aws.events.event.ingestion-time",
          "aws.events.event",
          "aws.events.event.json");

  private InputTemplate() {}

  /** Puts values in. What the event does not have is an empty text within quotes, and else null. */
  static String fill(String template, Function<String, JsonNode> values) {
    StringBuilder filled = new StringBuilder();
    Matcher variable = VARIABLE.matcher(template);
    boolean quoted = false;
    int position = 0;
    while (variable.find()) {
      String before = template.substring(position, variable.start());
      quoted = isQuoted(before, quoted);
      filled.append(before).append(text(values.apply(variable.group(1)), quoted));
      position = variable.end();
    }
    return filled.append(template, position, template.length()).toString();
  }

  private static String text(JsonNode value, boolean quoted) {
    if (!quoted) {
      return value.isMissingNode() ? "null" : value.toString();
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** Whether the end of {@code text} is within quotes. */
  private static boolean isQuoted(String text, boolean atStart) {
    boolean quoted = atStart;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  /** What is wrong with a template, if anything is. */
  static Optional<String> wrongIn(String template, Set<String> names) {
    Matcher variable = VARIABLE.matcher(template);
    while (variable.find()) {
      String name = variable.group(1);
      if (!names.contains(name) && !RESERVED.contains(name)) {
        return Optional.of("<" + name + "> is not in InputPathsMap");
      }
    }
    String sample = fill(template, name -> IntNode.valueOf(0));
    boolean valid = isJson(sample) || sample.lines().allMatch(InputTemplate::isTextOrBlank);
    return valid
        ? Optional.empty()
        : Optional.of("the template is neither JSON nor lines of JSON strings");
  }

  private static boolean isTextOrBlank(String line) {
    return line.isBlank() || (line.strip().startsWith("\"") && isJson(line));
  }

  private static boolean isJson(String text) {
    try (var parser = JSON.createParser(text)) {
      JsonNode value = JSON.readTree(parser);
      return value != null && !value.isMissingNode() && parser.nextToken() == null;
    } catch (JsonProcessingException notJson) {
      return false;
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
