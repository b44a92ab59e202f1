package outlay.settings;

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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import outlay.edge.HttpEdge;
import outlay.edge.TestContext;

/** Stands where API Gateway does: a real event in, the function's answer out. */
final class Gateway {
  private static final JsonMapper JSON = new JsonMapper();

  private final SettingsHandler handler;

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

    /** Each violation's field and code. */
    List<String> errors() {
      return StreamSupport.stream(json().path("errors").spliterator(), false)
          .map(error -> error.get("field").asText() + " " + error.get("code").asText())
          .toList();
    }
  }

  Gateway(BudgetStore budgets, Profiles profiles, SnsSubscriptions subscriptions) {
    handler =
        new SettingsHandler(
            new HttpEdge(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)),
            new BudgetCommands(budgets, List.of(80, 100), Clock.systemUTC()),
            new SubscriptionCommands(profiles, subscriptions));
  }

  /** Sends to a budget's path: {@code INR}, {@code INR/Food}, {@code INR?category=Food}. */
  Answer budget(String userId, String method, String budget, @Nullable String body) {
    ObjectNode event = event(userId);
    String[] pathAndQuery = budget.split("\\?", 2);
    String[] path = pathAndQuery[0].split("/", 2);
    ObjectNode parameters = event.putObject("pathParameters");
    parameters.put("currency", path[0]);
    if (path.length > 1) {
      parameters.put("category", path[1]);
    }
    if (pathAndQuery.length > 1) {
      event.put("rawQueryString", pathAndQuery[1]);
      String[] pair = pathAndQuery[1].split("=", 2);
      event.putObject("queryStringParameters").put(pair[0], pair[1]);
    }
    event.put(
        "routeKey", method + " /budgets/{currency}" + (path.length > 1 ? "/{category+}" : ""));
    return send(event, body);
  }

  Answer subscription(String userId, String method, @Nullable String body) {
    ObjectNode event = event(userId);
    event.put("routeKey", method + " /alert-subscription");
    ((ObjectNode) event.get("headers")).put("authorization", "Bearer token-of-" + userId);
    return send(event, body);
  }

  private Answer send(ObjectNode event, @Nullable String body) {
    if (body != null) {
      ((ObjectNode) event.get("headers")).put("content-type", "application/json");
      event.put("body", body);
    }
    return send(event);
  }

  Answer send(ObjectNode event) {
    try {
      return answer(event);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private Answer answer(ObjectNode event) throws IOException {
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

  static ObjectNode event(String userId) {
    try (InputStream sample = Gateway.class.getResourceAsStream("/http-api-event.json")) {
      ObjectNode event = (ObjectNode) JSON.readTree(new String(sample.readAllBytes(), UTF_8));
      ((ObjectNode) event.at("/requestContext/authorizer/jwt/claims")).put("sub", userId);
      return event;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
