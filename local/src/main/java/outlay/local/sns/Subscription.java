package outlay.local.sns;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A subscription to a topic.
 *
 * @param endpoint an e-mail address, or a queue's ARN
 * @param token the secret of the link that confirms it; empty once it is confirmed
 * @param attributes those that were set: {@code FilterPolicy}, {@code FilterPolicyScope}, {@code
 *     RawMessageDelivery}
 * @param fromTemplate whether the template made it, and not a call
 */
record Subscription(
    String arn,
    String topic,
    String protocol,
    String endpoint,
    String token,
    Map<String, String> attributes,
    boolean fromTemplate) {
  private static final List<String> PROTOCOLS = List.of("email", "email-json", "sqs");
  private static final List<String> ATTRIBUTES =
      List.of("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery");

  Subscription {
    attributes = Map.copyOf(attributes);
    if (!PROTOCOLS.contains(protocol)) {
      throw Refusal.invalid(
          "Protocol: of SNS's, " + String.join(", ", PROTOCOLS) + " are provided locally");
    }
    if (protocol.startsWith("email") && !endpoint.matches("[^@\\s]+@[^@\\s]+")) {
      throw Refusal.invalid("Email address");
    }
    if (protocol.equals("sqs") && !endpoint.matches("arn:aws:sqs:[^:]*:\\d*:[A-Za-z0-9_.-]+")) {
      throw Refusal.invalid("SQS endpoint ARN");
    }
    attributes
        .keySet()
        .forEach(
            name -> {
              if (!ATTRIBUTES.contains(name)) {
                throw Refusal.invalid("AttributeName: " + name + " is not provided locally");
              }
            });
    new Filter(attributes).check();
  }

  boolean isConfirmed() {
    return token.isEmpty();
  }

  boolean isRaw() {
    return attributes.getOrDefault("RawMessageDelivery", "false").equals("true");
  }

  Filter filter() {
    return new Filter(attributes);
  }

  Subscription confirmed() {
    return new Subscription(arn, topic, protocol, endpoint, "", attributes, fromTemplate);
  }

  Subscription with(String attribute, String value) {
    Map<String, String> changed = new TreeMap<>(attributes);
    changed.put(attribute, value);
    return new Subscription(arn, topic, protocol, endpoint, token, changed, fromTemplate);
  }
}
