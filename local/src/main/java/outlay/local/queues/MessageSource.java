package outlay.local.queues;

import java.time.Duration;
import java.util.List;

/** A queue. A message that was received and is not deleted comes again. */
interface MessageSource {
  /**
   * Waits for messages, at most so long; returns as soon as there is one.
   *
   * @param most 1 to 10
   * @throws software.amazon.awssdk.core.exception.SdkException if the queue does not answer
   */
  List<Message> receive(int most, Duration wait);

  /**
   * Deletes messages; again is harmless.
   *
   * @throws RuntimeException if some could not be deleted: they come again
   */
  void delete(List<Message> messages);

  /** Whether there is no message, be it visible, in flight, or delayed. */
  boolean isEmpty();
}
