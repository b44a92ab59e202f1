package outlay.local.targets;

/** What can be sent to: topics, queues, and functions, by their ARNs. */
@FunctionalInterface
public interface Targets {
  /**
   * Hands over one payload. A function is invoked asynchronously: what becomes of the invocation is
   * not told here.
   *
   * @param payload text; for a function, JSON
   * @throws TargetFailed if the target has not taken it
   */
  void send(String arn, String payload) throws TargetFailed;
}
