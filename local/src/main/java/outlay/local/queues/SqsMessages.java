package outlay.local.queues;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue in SQS. */
record SqsMessages(SqsClient client, String queueUrl) implements MessageSource {
  private static final int LARGEST_BATCH = 10;

  @Override
  public List<Message> receive(int most, Duration wait) {
    return client
        .receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(Math.min(most, LARGEST_BATCH))
                    .waitTimeSeconds((int) wait.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages()
        .stream()
        .map(Message::of)
        .toList();
  }

  @Override
  public void delete(List<Message> messages) {
    for (int start = 0; start < messages.size(); start += LARGEST_BATCH) {
      deleteSome(messages.subList(start, Math.min(messages.size(), start + LARGEST_BATCH)));
    }
  }

  private void deleteSome(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries =
        IntStream.range(0, messages.size())
            .mapToObj(
                i ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(messages.get(i).receiptHandle())
                        .build())
            .toList();
    List<BatchResultErrorEntry> failed =
        client.deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries)).failed();
    if (!failed.isEmpty()) {
      throw new IllegalStateException("Not deleted: " + failed);
    }
  }

  @Override
  public boolean isEmpty() {
    Map<QueueAttributeName, String> counts =
        client
            .getQueueAttributes(
                request ->
                    request
                        .queueUrl(queueUrl)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    return counts.values().stream().allMatch("0"::equals);
  }
}
