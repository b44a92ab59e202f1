package outlay.local.queues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.event.ruler.Machine;

/**
 * A mapping's <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html">filters</a>. A
 * pattern for parts of the body sees the body as JSON, and does not match one that is none; a
 * pattern for the body as a text sees it as it is.
 */
final class QueueFilter {
  /** Whether a pattern is for parts of the body. */
  private record Pattern(Machine machine, boolean inBody) {}

  private final List<Pattern> patterns = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if a pattern is not one; the message shows it
   */
  QueueFilter(List<String> texts) {
    for (String text : texts) {
      try {
        Machine machine = Machine.builder().build();
        machine.addRule(text, text);
        patterns.add(new Pattern(machine, QueueEvent.JSON.readTree(text).path("body").isObject()));
      } catch (IOException e) {
        throw new IllegalArgumentException("Not a filter pattern: " + text, e);
      }
    }
  }

  /** Whether one of the patterns matches; without any, everything does. */
  boolean matches(ObjectNode record) {
    return patterns.isEmpty() || patterns.stream().anyMatch(each -> matches(each, record));
  }

  private static boolean matches(Pattern pattern, ObjectNode record) {
    try {
      ObjectNode seen = record;
      if (pattern.inBody) {
        JsonNode body = QueueEvent.JSON.readTree(record.path("body").asText());
        if (!body.isObject()) {
          return false;
        }
        seen = record.deepCopy();
        seen.set("body", body);
      }
      return !pattern.machine.rulesForJSONEvent(seen.toString()).isEmpty();
    } catch (JsonProcessingException notJson) {
      return false;
    } catch (Exception e) { // event-ruler's own declaration.
      throw new IllegalArgumentException("The filters cannot read a message.", e);
    }
  }
}
