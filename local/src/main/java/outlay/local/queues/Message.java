package outlay.local.queues;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * A message as it was received.
 *
 * @param receiptHandle with which this receipt can be deleted
 * @param attributes SQS's own: {@code ApproximateReceiveCount}, {@code SentTimestamp}
 */
record Message(
    String id,
    String receiptHandle,
    String body,
    String md5OfBody,
    Map<String, String> attributes,
    Map<String, MessageAttributeValue> messageAttributes) {
  Message {
    attributes = Map.copyOf(attributes);
    messageAttributes = Map.copyOf(messageAttributes);
  }

  static Message of(software.amazon.awssdk.services.sqs.model.Message received) {
    return new Message(
        received.messageId(),
        received.receiptHandle(),
        received.body(),
        received.md5OfBody(),
        new TreeMap<>(received.attributesAsStrings()),
        received.messageAttributes());
  }
}
