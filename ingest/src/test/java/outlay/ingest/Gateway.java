package outlay.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import outlay.edge.HttpEdge;
import outlay.edge.TestContext;
import outlay.model.Currency;

/** Stands where API Gateway does: a real event in, the function's answer out. */
final class Gateway {
  private static final JsonMapper JSON = new JsonMapper();

  private final IngestHandler handler;

  /** An answer: its body is null if it is empty. */
  record Answer(int status, Map<String, String> headers, @Nullable JsonNode body) {
    JsonNode json() {
      if (body == null) {
        throw new AssertionError("the answer has no body");
      }
      return body;
    }

    String code() {
      return json().path("code").asText();
    }
  }

  Gateway(ExpenseStore store) {
    handler =
        new IngestHandler(
            new HttpEdge(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)),
            new ExpenseCommands(store, Currency.of("INR"), new TickingClock(Fixtures.NOON)));
  }

  Answer post(String userId, String path, String body, String... headers) {
    return send(userId, "POST " + path, null, body, headers);
  }

  /** Sends a request of this route; {@code headers} are names and values in turn. */
  Answer send(
      String userId,
      String routeKey,
      @Nullable String id,
      @Nullable String body,
      String... headers) {
    try {
      ObjectNode event = event();
      event.put("routeKey", routeKey);
      ((ObjectNode) event.at("/requestContext/authorizer/jwt/claims")).put("sub", userId);
      ObjectNode eventHeaders = (ObjectNode) event.get("headers");
      if (body != null) {
        eventHeaders.put("content-type", "application/json");
        event.put("body", body);
      }
      for (int i = 0; i < headers.length; i += 2) {
        eventHeaders.put(headers[i], headers[i + 1]);
      }
      if (id != null) {
        event.putObject("pathParameters").put("id", id);
      }
      return send(event);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  Answer send(ObjectNode event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(JSON.writeValueAsBytes(event)), out, new TestContext());
    JsonNode answer = JSON.readTree(out.toByteArray());
    Map<String, String> headers =
        JSON.convertValue(
            answer.get("headers"),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    String body = answer.get("body").asText();
    return new Answer(
        answer.get("statusCode").asInt(), headers, body.isEmpty() ? null : JSON.readTree(body));
  }

  static ObjectNode event() throws IOException {
    try (InputStream sample = Gateway.class.getResourceAsStream("/http-api-event.json")) {
      return (ObjectNode) JSON.readTree(new String(sample.readAllBytes(), UTF_8));
    }
  }
}
