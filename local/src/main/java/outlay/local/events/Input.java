package outlay.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What a target gets of an event. */
public sealed interface Input {
  /** The event as it is. */
  record WholeEvent() implements Input {}

  /** Always the same JSON. */
  record Constant(String json) implements Input {}

  /** A part of the event. */
  record Part(String path) implements Input {}

  /**
   * A text with parts of the event in it. See <a
   * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">input
   * transformation</a>.
   *
   * @param paths parts of the event, by the names that stand in the template between {@code <} and
   *     {@code >}
   * @param template JSON, or lines of JSON strings. A part within quotes is put there as text, else
   *     as JSON. The quotes around a text stay, as with AWS
   */
  record Transformed(Map<String, String> paths, String template) implements Input {
    public Transformed {
      paths = Map.copyOf(paths);
    }
  }

  /**
   * The payload for a target.
   *
   * @param event as rules see it
   * @param rule whose target it is
   * @param ingested when the bus took the event, in ISO 8601
   */
  static String of(Input input, ObjectNode event, Rule rule, String ingested) {
    if (input instanceof Constant constant) {
      return constant.json();
    }
    if (input instanceof Part part) {
      return EventPath.at(part.path(), event).toString();
    }
    if (input instanceof Transformed transformed) {
      return InputTemplate.fill(
          transformed.template(), name -> value(name, transformed, event, rule, ingested));
    }
    return event.toString();
  }

  /** What is wrong with an input, if anything is. */
  static Optional<String> wrongIn(Input input) {
    if (input instanceof Part part) {
      return EventPath.wrongIn(part.path());
    }
    if (input instanceof Transformed transformed) {
      return transformed.paths().values().stream()
          .flatMap(path -> EventPath.wrongIn(path).stream())
          .findFirst()
          .or(() -> InputTemplate.wrongIn(transformed.template(), transformed.paths().keySet()));
    }
    return Optional.empty();
  }

  private static JsonNode value(
      String name, Transformed transformed, ObjectNode event, Rule rule, String ingested) {
    String path = transformed.paths().get(name);
    if (path != null) {
      return EventPath.at(path, event);
    }
    return switch (name) {
      case "aws.events.rule-arn" -> event.textNode(rule.arn());
      case "aws.events.rule-name" -> event.textNode(rule.name());
      case "aws.events.event.ingestion-time" -> event.textNode(ingested);
      case "aws.events.event" -> event.deepCopy().without("detail");
      case "aws.events.event.json" -> event;
      default -> MissingNode.getInstance();
    };
  }
}
