package outlay.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
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

  /** What Lambda says of an invocation. */
  private static final class TestContext implements Context {
    @Override
    public String getAwsRequestId() {
      return "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    }

    @Override
    public String getLogGroupName() {
      return "";
    }

    @Override
    public String getLogStreamName() {
      return "";
    }

    @Override
    public String getFunctionName() {
      return "Ingest";
    }

    @Override
    public String getFunctionVersion() {
      return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn:aws:lambda:eu-central-1:123456789012:function:Ingest";
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 20_000;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 1024;
    }

    @Override
    public @Nullable LambdaLogger getLogger() {
      return null;
    }
  }
}
