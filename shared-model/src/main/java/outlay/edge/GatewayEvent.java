package outlay.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/**
 * An event of an HTTP API, payload format 2.0: only what Outlay looks at is read, the rest is
 * skipped.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
 *     Payload format 2.0</a>
 */
record GatewayEvent(
    String routeKey,
    Map<String, String> headers,
    Map<String, String> pathParameters,
    QueryParameters query,
    @Nullable String subject,
    Set<String> groups,
    @Nullable String body,
    boolean isBase64Encoded) {

  /**
   * The event in this stream. An IOException means that it is not JSON, which API Gateway never
   * sends.
   */
  static GatewayEvent read(InputStream in) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(in)) {
      return new Reader(json).event();
    }
  }

  /**
   * The request in the event.
   *
   * @param publicRoutes the route keys that need no user
   * @throws Refusal if no user was verified, or the body is not text in UTF-8
   */
  HttpRequest request(Set<String> publicRoutes) {
    String userId = subject == null ? "" : subject;
    if (userId.isEmpty() && !publicRoutes.contains(routeKey)) {
      throw new Refusal(Reason.UNAUTHENTICATED, "The token names no subject.");
    }
    return new HttpRequest(routeKey, userId, groups, headers, pathParameters, query, text());
  }

  private String text() {
    if (body == null) {
      return "";
    }
    if (!isBase64Encoded) {
      return body;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(body));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException | IllegalArgumentException notUtf8) {
      throw new Refusal(Reason.MALFORMED_JSON, "The body must be JSON in UTF-8.", notUtf8);
    }
  }

  private static final class Reader {
    private final JsonParser json;
    private String routeKey = "";
    private Map<String, String> headers = Map.of();
    private Map<String, String> pathParameters = Map.of();
    private Map<String, String> queryParameters = Map.of();
    private @Nullable String rawQuery;
    private @Nullable String subject;
    private Set<String> groups = Set.of();
    private @Nullable String body;
    private boolean isBase64Encoded;

    Reader(JsonParser json) {
      this.json = json;
    }

    GatewayEvent event() throws IOException {
      json.nextToken();
      if (!isObject()) {
        throw new IOException("an event is a JSON object");
      }
      while (nextMember()) {
        switch (json.currentName()) {
          case "routeKey" -> routeKey = json.getText();
          case "headers" -> headers = texts();
          case "pathParameters" -> pathParameters = texts();
          case "queryStringParameters" -> queryParameters = texts();
          case "rawQueryString" -> rawQuery = textOrNull();
          case "body" -> body = textOrNull();
          case "isBase64Encoded" -> isBase64Encoded = json.currentToken() == JsonToken.VALUE_TRUE;
          case "requestContext" -> readClaims("authorizer", "jwt", "claims");
          default -> json.skipChildren();
        }
      }
      return new GatewayEvent(
          routeKey,
          headers,
          pathParameters,
          QueryParameters.of(queryParameters, rawQuery == null ? "" : rawQuery),
          subject,
          groups,
          body,
          isBase64Encoded);
    }

    /** Reads the claims at the end of this path, below the value that the parser stands at. */
    private void readClaims(String... path) throws IOException {
      if (isObject()) {
        while (nextMember()) {
          if (path.length == 0) {
            readClaim();
          } else if (json.currentName().equals(path[0])) {
            readClaims(Arrays.copyOfRange(path, 1, path.length));
          } else {
            json.skipChildren();
          }
        }
      }
    }

    /** Claims are texts, whatever they are in the token: a list is {@code [one two]}. */
    private void readClaim() throws IOException {
      switch (json.currentName()) {
        case "sub" -> subject = textOrNull();
        case "cognito:groups" -> groups = listed(textOrNull());
        default -> json.skipChildren();
      }
    }

    /** No group's name holds white space, so that none can pass for two. */
    private static Set<String> listed(@Nullable String list) {
      if (list == null || !list.startsWith("[") || !list.endsWith("]")) {
        return Set.of();
      }
      return Arrays.stream(list.substring(1, list.length() - 1).split(" ", -1))
          .filter(name -> !name.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }

    private Map<String, String> texts() throws IOException {
      Map<String, String> texts = new HashMap<>();
      if (isObject()) {
        while (nextMember()) {
          texts.put(json.currentName(), json.getText());
        }
      }
      return texts;
    }

    private @Nullable String textOrNull() throws IOException {
      String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : null;
      json.skipChildren();
      return text;
    }

    /** Whether the value is an object, whose members follow. An array is stepped over. */
    private boolean isObject() throws IOException {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        return true;
      }
      json.skipChildren();
      return false;
    }

    /** Steps to the next member's value; false at the object's end. */
    private boolean nextMember() throws IOException {
      if (json.nextToken() != JsonToken.FIELD_NAME) {
        return false;
      }
      json.nextToken();
      return true;
    }
  }
}
