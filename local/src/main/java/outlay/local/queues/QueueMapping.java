package outlay.local.queues;

import java.time.Duration;
import java.util.List;

/**
 * An event source mapping. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html">its
 * parameters</a>.
 *
 * @param id for logs
 * @param function the name that the invoker knows
 * @param queue the queue's name
 * @param queueArn what the events say that they come from; its region is {@code awsRegion}
 * @param visibilityTimeout the queue's: for so long a batch that finds no instance free is offered
 *     again
 * @param filterPatterns a message that matches none of them is deleted; none: all match
 * @param batchSize 1 to 10,000 messages; more than 10 need a window
 * @param window how long to gather messages for a batch that is not full; zero: not at all
 * @param reportBatchItemFailures whether the function's answer names the messages that failed
 * @param maximumConcurrency how many batches are worked on at once, at most
 */
public record QueueMapping(
    String id,
    String function,
    String queue,
    String queueArn,
    Duration visibilityTimeout,
    List<String> filterPatterns,
    int batchSize,
    Duration window,
    boolean reportBatchItemFailures,
    int maximumConcurrency) {
  public QueueMapping {
    filterPatterns = List.copyOf(filterPatterns);
    if (batchSize < 1 || batchSize > 10_000 || (batchSize > 10 && window.isZero())) {
      throw new IllegalArgumentException(
          id + ": BatchSize must be 1 to 10, or to 10000 with a window, not " + batchSize);
    }
    if (maximumConcurrency < 1) {
      throw new IllegalArgumentException(id + ": MaximumConcurrency must be above 0");
    }
  }

  /** The fourth part of the queue's ARN. */
  String region() {
    return queueArn.split(":", -1)[3];
  }
}
