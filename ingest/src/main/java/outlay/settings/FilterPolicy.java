package outlay.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The filter policy of a user's own subscription, over the messages' attribute {@code userId}:
 * {@code {"userId":["…"]}}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter
 *     policies</a>
 */
final class FilterPolicy {
  private static final JsonFactory JSON = new JsonFactory();

  private FilterPolicy() {}

  static String of(String userId) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("userId");
      json.writeString(userId);
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a StringWriter does not fail", impossible);
    }
    return text.toString();
  }

  /** The one user whose alerts this policy lets through, if it is such a policy. */
  static Optional<String> user(String policy) {
    try (JsonParser json = JSON.createParser(policy)) {
      boolean begins =
          json.nextToken() == JsonToken.START_OBJECT
              && "userId".equals(json.nextFieldName())
              && json.nextToken() == JsonToken.START_ARRAY
              && json.nextToken() == JsonToken.VALUE_STRING;
      String userId = begins ? json.getText() : "";
      boolean ends =
          begins
              && json.nextToken() == JsonToken.END_ARRAY
              && json.nextToken() == JsonToken.END_OBJECT
              && json.nextToken() == null;
      return ends ? Optional.of(userId) : Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty(); // Whatever it is, it is none of ours.
    }
  }
}
