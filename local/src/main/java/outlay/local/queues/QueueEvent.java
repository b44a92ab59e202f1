package outlay.local.queues;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Messages in <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event">the
 * form that functions get</a>.
 */
final class QueueEvent {
  static final JsonMapper JSON = new JsonMapper();

  private QueueEvent() {}

  static byte[] of(List<Message> messages, QueueMapping mapping) {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    messages.forEach(message -> records.add(record(message, mapping)));
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  static ObjectNode record(Message message, QueueMapping mapping) {
    ObjectNode json = JSON.createObjectNode();
    json.put("messageId", message.id())
        .put("receiptHandle", message.receiptHandle())
        .put("body", message.body());
    new TreeMap<>(message.attributes()).forEach(json.putObject("attributes")::put);
    ObjectNode attributes = json.putObject("messageAttributes");
    for (Map.Entry<String, MessageAttributeValue> entry :
        new TreeMap<>(message.messageAttributes()).entrySet()) {
      attributes.set(entry.getKey(), attribute(entry.getValue()));
    }
    return json.put("md5OfBody", message.md5OfBody())
        .put("eventSource", "aws:sqs")
        .put("eventSourceARN", mapping.queueArn())
        .put("awsRegion", mapping.region());
  }

  private static ObjectNode attribute(MessageAttributeValue value) {
    ObjectNode json = JSON.createObjectNode();
    if (value.stringValue() != null) {
      json.put("stringValue", value.stringValue());
    }
    if (value.binaryValue() != null) {
      json.put(
          "binaryValue", Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()));
    }
    json.putArray("stringListValues");
    json.putArray("binaryListValues");
    return json.put("dataType", value.dataType());
  }
}
