package outlay.local.sns;

import java.util.Map;

/** How a message gets into a queue. */
@FunctionalInterface
public interface QueueSender {
  /**
   * Sends one message, durably.
   *
   * @throws RuntimeException if it was not sent
   */
  void send(String queueArn, String body, Map<String, Attribute> attributes);
}
