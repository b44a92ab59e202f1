package outlay.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message to be published, checked as <a
 * href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">SNS checks it</a>.
 *
 * @param bodies by protocol, and {@code default}
 */
record Message(
    Optional<String> subject, Map<String, String> bodies, Map<String, Attribute> attributes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 262_144;

  /**
   * Reads the message out of a request.
   *
   * @param form the request's parameters
   * @param prefix before the parameters' names, as in a batch
   * @throws Refusal if it breaks one of SNS's rules
   */
  static Message of(Map<String, String> form, String prefix) {
    String text = form.getOrDefault(prefix + "Message", "");
    if (text.isEmpty()) {
      throw Refusal.invalid("Empty message");
    }
    Map<String, Attribute> attributes = attributes(form, prefix);
    if (size(text, attributes) > LARGEST) {
      throw Refusal.invalid("Message too long");
    }
    Optional<String> subject = Optional.ofNullable(form.get(prefix + "Subject"));
    subject.ifPresent(Message::checkSubject);
    return new Message(
        subject, bodies(text, form.getOrDefault(prefix + "MessageStructure", "")), attributes);
  }

  /** What a subscription of this protocol gets. */
  String body(String protocol) {
    String body = bodies.get(protocol);
    return body == null ? bodies.getOrDefault("default", "") : body;
  }

  private static Map<String, String> bodies(String text, String structure) {
    if (structure.isEmpty()) {
      return Map.of("default", text);
    }
    if (!structure.equals("json")) {
      throw Refusal.invalid("MessageStructure");
    }
    Map<String, String> bodies = new TreeMap<>();
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        throw Refusal.invalid("Message Structure - JSON message body is not an object");
      }
      json.properties()
          .forEach(
              entry -> {
                if (entry.getValue().isTextual()) {
                  bodies.put(entry.getKey(), entry.getValue().textValue());
                }
              });
    } catch (JsonProcessingException e) {
      throw Refusal.invalid("Message Structure - JSON message body failed to parse");
    }
    if (!bodies.containsKey("default")) {
      throw Refusal.invalid("Message Structure - No default entry in JSON message body");
    }
    return bodies;
  }

  private static void checkSubject(String subject) {
    boolean startsRight = !subject.isEmpty() && subject.charAt(0) > ' ' && subject.charAt(0) < 0x7F;
    boolean plain = subject.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    if (!startsRight || !plain || subject.length() >= 100) {
      throw Refusal.invalid("Subject");
    }
  }

  private static Map<String, Attribute> attributes(Map<String, String> form, String prefix) {
    Map<String, Attribute> attributes = new TreeMap<>();
    for (int i = 1; form.containsKey(entry(prefix, i) + "Name"); i++) {
      String entry = entry(prefix, i);
      String type = form.getOrDefault(entry + "Value.DataType", "");
      String value =
          form.getOrDefault(
              entry + "Value.StringValue", form.getOrDefault(entry + "Value.BinaryValue", ""));
      if (!type.matches("(String|String\\.Array|Number|Binary)(\\..+)?") || value.isEmpty()) {
        throw Refusal.invalidValue(
            "The message attribute '"
                + form.get(entry + "Name")
                + "' must contain a supported type and a non-empty value.");
      }
      attributes.put(form.getOrDefault(entry + "Name", ""), new Attribute(type, value));
    }
    return attributes;
  }

  private static String entry(String prefix, int index) {
    return prefix + "MessageAttributes.entry." + index + ".";
  }

  private static int size(String text, Map<String, Attribute> attributes) {
    int size = bytes(text);
    for (var attribute : attributes.entrySet()) {
      size +=
          bytes(attribute.getKey())
              + bytes(attribute.getValue().type())
              + bytes(attribute.getValue().value());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
