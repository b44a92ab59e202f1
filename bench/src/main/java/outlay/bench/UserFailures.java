package outlay.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a function's failure queue says of one user, read as an operator does. */
public record UserFailures(SqsClient sqs, String queueUrl, String user) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 10;
  private static final int SECONDS_HIDDEN = 300;
  private static final int SECONDS_WAITED = 1;

  /** A message that someone must look at. */
  public record Failure(String receipt, String function, String date, String cause) {}

  /** What the queue's alarm looks at: messages that nobody is looking at, anyone's. */
  public int visible() {
    return Integer.parseInt(
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(queueUrl)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"));
  }

  /** Some that were not received before; others' are left for whoever looks next. */
  public List<Failure> receive() {
    List<Failure> failures = new ArrayList<>();
    List<Message> messages =
        sqs.receiveMessage(
                receive ->
                    receive
                        .queueUrl(queueUrl)
                        .maxNumberOfMessages(MOST)
                        .visibilityTimeout(SECONDS_HIDDEN)
                        .waitTimeSeconds(SECONDS_WAITED))
            .messages();
    for (Message message : messages) {
      JsonNode body = read(message.body());
      if (body.path("userId").asText().equals(user)) {
        failures.add(
            new Failure(
                message.receiptHandle(),
                body.path("function").asText(),
                body.path("date").asText(""),
                body.path("cause").asText()));
      } else {
        sqs.changeMessageVisibility(
            change ->
                change
                    .queueUrl(queueUrl)
                    .receiptHandle(message.receiptHandle())
                    .visibilityTimeout(SECONDS_WAITED));
      }
    }
    return failures;
  }

  /** Done with. */
  public void delete(Failure failure) {
    sqs.deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(failure.receipt));
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("No JSON in a failure queue: " + body, notJson);
    }
  }
}
