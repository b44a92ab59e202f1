package outlay.local.targets;

import java.util.Map;

/** How a dead letter gets into its queue. */
@FunctionalInterface
public interface DeadLetters {
  /**
   * Sends one message, durably.
   *
   * @param attributes all of type {@code String}
   * @throws RuntimeException if it was not sent; it is tried again until it is
   */
  void send(String queueArn, String body, Map<String, String> attributes);
}
