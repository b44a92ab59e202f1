package outlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a client is answered.
 *
 * @param headers names in lower case
 * @param cookies whole {@code Set-Cookie} values
 */
@SuppressWarnings("ArrayRecordComponent") // Written out once, never compared.
record Answer(int status, Map<String, String> headers, List<String> cookies, byte[] body) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MIN_STATUS = 200;
  private static final int MAX_STATUS = 599;

  /** Set by the server, or meant for one connection. */
  private static final Set<String> DROPPED =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade");

  Answer {
    headers = new TreeMap<>(headers);
    cookies = List.copyOf(cookies);
  }

  /** One of the answers that API Gateway gives itself. */
  static Answer message(int status, String message) {
    return new Answer(
        status,
        Map.of("content-type", "application/json"),
        List.of(),
        ("{\"message\":\"" + message + "\"}").getBytes(UTF_8));
  }

  Answer with(String header, String value) {
    Answer copy = new Answer(status, headers, cookies, body);
    copy.headers.put(header, value);
    return copy;
  }

  /**
   * Reads a function's answer in format 2.0. Without a {@code statusCode} the whole of it is the
   * body of a 200.
   *
   * @return 500 if it is neither
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">
   *     Lambda integrations</a>
   */
  static Answer fromFunction(byte[] payload) {
    try {
      JsonNode answer = JSON.readTree(payload);
      return answer.has("statusCode") ? explicit(answer) : inferred(answer);
    } catch (IOException | IllegalArgumentException malformed) {
      return internalError();
    }
  }

  static Answer internalError() {
    return message(500, "Internal Server Error");
  }

  private static Answer inferred(JsonNode answer) throws JsonProcessingException {
    String body = answer.isTextual() ? answer.textValue() : JSON.writeValueAsString(answer);
    return new Answer(
        200, Map.of("content-type", "application/json"), List.of(), body.getBytes(UTF_8));
  }

  private static Answer explicit(JsonNode answer) {
    int status = answer.get("statusCode").asInt();
    if (status < MIN_STATUS || status > MAX_STATUS) {
      throw new IllegalArgumentException("statusCode " + answer.get("statusCode"));
    }
    String text = answer.path("body").isNull() ? "" : answer.path("body").asText();
    byte[] body =
        answer.path("isBase64Encoded").asBoolean()
            ? Base64.getDecoder().decode(text)
            : text.getBytes(UTF_8);
    Map<String, String> headers = headers(answer.path("headers"));
    if (body.length > 0) {
      headers.putIfAbsent("content-type", "text/plain; charset=utf-8");
    }
    List<String> cookies = new ArrayList<>();
    answer.path("cookies").forEach(cookie -> cookies.add(oneLine(cookie.asText())));
    return new Answer(status, headers, cookies, body);
  }

  private static Map<String, String> headers(JsonNode given) {
    Map<String, String> headers = new TreeMap<>();
    given
        .properties()
        .forEach(
            header -> {
              String name = oneLine(header.getKey()).toLowerCase(Locale.ROOT);
              if (!DROPPED.contains(name) && !name.startsWith("access-control-")) {
                headers.put(name, oneLine(header.getValue().asText()));
              }
            });
    return headers;
  }

  private static String oneLine(String text) {
    if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("a header of more than one line");
    }
    return text;
  }
}
