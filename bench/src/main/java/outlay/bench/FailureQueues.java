package outlay.bench;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queues where what went wrong in the background ends. */
public record FailureQueues(SqsClient sqs, Environment environment) {

  /** A sentence for each that is not empty; messages that someone is looking at count too. */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    for (String name : List.of("OUTLAY_TOTALS_FAILURES_URL", "OUTLAY_ALERTS_FAILURES_URL")) {
      int messages = messages(environment.get(name));
      if (messages > 0) {
        differences.add("failure queue: %s holds %d messages".formatted(name, messages));
      }
    }
    return differences;
  }

  private int messages(String queueUrl) {
    return sqs
        .getQueueAttributes(
            get ->
                get.queueUrl(queueUrl)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
