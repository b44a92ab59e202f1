package outlay.local.lambda;

/**
 * Invokes a function and waits for its answer, as Lambda's {@code Invoke} with {@code
 * RequestResponse} does.
 */
public interface Invoker {
  /**
   * Invokes the function once; a function that fails is not tried again here.
   *
   * @param function the function's logical id in the template
   * @param event the event, JSON in UTF-8
   * @return what the function answered, or the error it died of
   * @throws TooManyRequests if every instance was busy for as long as a caller may wait; nothing
   *     was started
   */
  Invocation invoke(String function, byte[] event);

  /**
   * As {@link #invoke(String, byte[])}, under an id that the caller chose: all attempts with an
   * event have the same.
   */
  default Invocation invoke(String function, byte[] event, String requestId) {
    return invoke(function, event);
  }

  /** No instance of the function was free. Retry later. */
  final class TooManyRequests extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TooManyRequests(String function) {
      super(function + " is at its concurrency limit");
    }
  }
}
