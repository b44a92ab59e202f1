package outlay.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import outlay.store.Aws;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * Alerts on an SNS topic. Mail gets the text, every other protocol the JSON. Each message bears the
 * attributes {@code userId} (String), {@code kind} (String), and {@code level} (Number), which
 * {@link AlertMessage} explains.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish, with
 *     MessageStructure json</a>
 */
public final class SnsAlertTopic implements AlertTopic {
  private static final JsonFactory JSON = new JsonFactory();

  private final SnsClient sns;
  private final String topicArn;

  public SnsAlertTopic(SnsClient sns, String topicArn) {
    this.sns = sns;
    this.topicArn = topicArn;
  }

  /** A topic's client, for one function. */
  public static SnsClient client() {
    return Aws.client(SnsClient.builder());
  }

  @Override
  public String publish(AlertMessage message) {
    String body = byProtocol(message);
    return sns.publish(
            publish ->
                publish
                    .topicArn(topicArn)
                    .subject(message.subject())
                    .messageStructure("json")
                    .message(body)
                    .messageAttributes(
                        Map.of(
                            "userId", attribute("String", message.userId()),
                            "kind", attribute("String", message.kind()),
                            "level", attribute("Number", Integer.toString(message.level())))))
        .messageId();
  }

  static String byProtocol(AlertMessage message) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("default", message.json());
      json.writeStringField("email", message.text());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }
}
