package outlay.local.lambda;

/** Invokes functions as Lambda's {@code Invoke} with {@code Event} does: later. */
@FunctionalInterface
public interface Events {
  /**
   * Takes the event. The function is invoked with it at least once, unless that fails as often as
   * the function's settings allow.
   *
   * @param function the function's logical id in the template
   * @param event JSON in UTF-8
   * @return the invocation's id, as in the function's log
   * @throws IllegalArgumentException if there is no such function, or the event is not JSON or too
   *     long
   */
  String accept(String function, byte[] event);
}
