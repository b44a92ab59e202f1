package outlay.local.streams;

/** Where a mapping tells of the records that it gave up. */
@FunctionalInterface
public interface FailureQueue {
  /**
   * Sends one message, durably.
   *
   * @throws RuntimeException if it was not sent; the poller tries again until it is
   */
  void send(String queueUrl, String message);
}
