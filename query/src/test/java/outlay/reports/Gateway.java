package outlay.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import outlay.edge.HttpEdge;
import outlay.edge.TestContext;

/** Stands where API Gateway does: a real event in, the function's answer out. */
final class Gateway {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

  private final ReportsHandler handler;

  /** An answer. */
  record Answer(int status, Map<String, String> headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException notJson) {
        throw new UncheckedIOException(notJson);
      }
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

  Gateway(Reports reports) {
    handler =
        new ReportsHandler(
            new HttpEdge(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)),
            new ReportQueries(
                reports, Clock.fixed(Instant.parse("2026-02-03T12:00:00.5Z"), ZoneOffset.UTC)));
  }

  /** Gets this path for somebody in these groups: {@code [finance operators]}. */
  Answer get(String groups, String path) {
    try {
      ObjectNode event = event();
      if (!groups.isEmpty()) {
        ((ObjectNode) event.at("/requestContext/authorizer/jwt/claims"))
            .put("cognito:groups", groups);
      }
      String[] segments = path.split("/", 4);
      if (segments.length > 3) {
        event.put("routeKey", "GET /reports/{month}/{name}");
        event.putObject("pathParameters").put("month", segments[2]).put("name", segments[3]);
      } else {
        event.put("routeKey", "GET " + path);
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
    assertThat(out.size()).as("bytes of Lambda's answer").isLessThan(MAX_PAYLOAD_BYTES);
    JsonNode answer = JSON.readTree(out.toByteArray());
    Map<String, String> headers =
        JSON.convertValue(
            answer.get("headers"),
            JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    return new Answer(answer.get("statusCode").asInt(), headers, answer.get("body").asText());
  }

  static ObjectNode event() throws IOException {
    try (InputStream sample = Gateway.class.getResourceAsStream("/http-api-event.json")) {
      return (ObjectNode) JSON.readTree(new String(sample.readAllBytes(), UTF_8));
    }
  }
}
