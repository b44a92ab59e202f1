package outlay.local.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import software.amazon.event.ruler.Machine;

/**
 * A subscription's <a
 * href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">filter
 * policy</a>, matched by AWS's own event-ruler.
 */
record Filter(Map<String, String> attributes) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Refuses what is no policy.
   *
   * @throws Refusal naming what is wrong
   */
  void check() {
    if (!isEmpty()) {
      machine();
    }
    String scope = attributes.getOrDefault("FilterPolicyScope", "MessageAttributes");
    if (!scope.equals("MessageAttributes") && !scope.equals("MessageBody")) {
      throw Refusal.invalid("FilterPolicyScope: Invalid value [" + scope + "]");
    }
  }

  /**
   * Whether a message with these attributes and this body passes.
   *
   * @param body of the subscription's protocol; must be a JSON object to pass a policy for bodies
   */
  boolean passes(Map<String, Attribute> messageAttributes, String body) {
    if (isEmpty()) {
      return true;
    }
    boolean ofBody = attributes.getOrDefault("FilterPolicyScope", "").equals("MessageBody");
    String event = ofBody ? body : event(messageAttributes);
    try {
      return JSON.readTree(event).isObject() && !machine().rulesForJSONEvent(event).isEmpty();
    } catch (JsonProcessingException e) {
      return false; // As SNS does with a body that is not JSON.
    } catch (Exception e) { // event-ruler's own declaration.
      throw new IllegalStateException("A filter policy cannot be matched.", e);
    }
  }

  private boolean isEmpty() {
    String policy = attributes.getOrDefault("FilterPolicy", "").strip();
    return policy.isEmpty() || policy.equals("{}");
  }

  private Machine machine() {
    Machine machine = Machine.builder().build();
    try {
      machine.addRule("policy", attributes.getOrDefault("FilterPolicy", ""));
      return machine;
    } catch (IOException e) {
      throw Refusal.invalid("FilterPolicy: " + e.getMessage());
    }
  }

  /** Binary attributes are not matched, as SNS does. */
  private static String event(Map<String, Attribute> attributes) {
    ObjectNode event = JSON.createObjectNode();
    attributes.forEach(
        (name, attribute) -> {
          if (attribute.type().startsWith("String.Array")
              || attribute.type().startsWith("Number")) {
            event.set(name, json(attribute.value()));
          } else if (attribute.type().startsWith("String")) {
            event.put(name, attribute.value());
          }
        });
    return event.toString();
  }

  private static JsonNode json(String value) {
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw Refusal.invalidValue("A message attribute's value does not fit its type: " + value);
    }
  }
}
