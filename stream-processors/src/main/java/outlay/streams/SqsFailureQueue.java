package outlay.streams;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import outlay.store.Aws;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Failures in the queue that Lambda, too, puts the batches in that it gave up. A message of ours is
 *
 * <pre>
 * {"function": "totals", "userId": "…", "date": "2026-01-22", "eventId": "…", "sequenceNumber": "…",
 *  "cause": "attribute amount cannot be read"}
 * </pre>
 *
 * where what is not known is null.
 */
final class SqsFailureQueue implements FailureQueue {
  private static final JsonFactory JSON = new JsonFactory();

  private final SqsClient sqs;
  private final String queueUrl;

  SqsFailureQueue(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  /** A queue's client, for one function. */
  static SqsClient client() {
    return Aws.client(SqsClient.builder());
  }

  @Override
  public void send(Failure failure) {
    String body = toJson(failure);
    sqs.sendMessage(message -> message.queueUrl(queueUrl).messageBody(body));
  }

  static String toJson(Failure failure) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("function", failure.function());
      write(json, "userId", failure.userId());
      write(json, "date", failure.date());
      write(json, "eventId", failure.eventId());
      write(json, "sequenceNumber", failure.sequenceNumber());
      json.writeStringField("cause", failure.cause());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    } else {
      json.writeNullField(name);
    }
  }
}
