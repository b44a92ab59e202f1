package outlay.streams;

/** Where failures wait for an operator. */
interface FailureQueue {
  /**
   * Hands over a failure; it is kept once this returns. A second attempt may leave it there twice.
   */
  void send(Failure failure);
}
