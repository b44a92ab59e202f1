package outlay.local.sqs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue to be.
 *
 * @param visibilityTimeout how long a received message is hidden, to the second
 * @param retention how long a message is kept. ElasticMQ keeps messages for ever
 * @param delay how long a new message is hidden, to the second
 * @param receiveWait how long a receive waits for a message unless it says so itself
 * @param redrive where messages go that were received too often; that queue must be made first
 */
public record QueueSpec(
    String name,
    Duration visibilityTimeout,
    Duration retention,
    Duration delay,
    Duration receiveWait,
    Optional<Redrive> redrive) {
  /** SQS's default attributes. */
  public static QueueSpec of(String name) {
    return new QueueSpec(
        name,
        Duration.ofSeconds(30),
        Duration.ofDays(4),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty());
  }

  /**
   * A redrive policy.
   *
   * @param deadLetterQueue a queue's name
   * @param maxReceiveCount 1 to 1,000
   */
  public record Redrive(String deadLetterQueue, int maxReceiveCount) {}

  boolean isFifo() {
    return name.endsWith(".fifo");
  }

  /**
   * The attributes that can be changed later too.
   *
   * @param arnPrefix what stands before a queue's name in its ARN
   */
  Map<QueueAttributeName, String> attributes(String arnPrefix) {
    Map<QueueAttributeName, String> attributes = new TreeMap<>();
    attributes.put(QueueAttributeName.VISIBILITY_TIMEOUT, seconds(visibilityTimeout));
    attributes.put(QueueAttributeName.DELAY_SECONDS, seconds(delay));
    attributes.put(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, seconds(receiveWait));
    redrive.ifPresent(
        policy ->
            attributes.put(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s%s\",\"maxReceiveCount\":%d}"
                    .formatted(arnPrefix, policy.deadLetterQueue(), policy.maxReceiveCount())));
    return attributes;
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }
}
