package outlay.query;

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
import java.net.URLDecoder;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
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

  private final QueryHandler handler;

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

  Gateway(ExpenseReader expenses, TotalsReader totals) {
    this(
        new QueryHandler.Readers(
            expenses,
            totals,
            new InMemoryBudgetReader(),
            new InMemoryAlertReader(),
            new InMemoryOrganizationReader()));
  }

  Gateway(QueryHandler.Readers readers) {
    handler =
        new QueryHandler(
            new HttpEdge(
                new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
                QueryHandler.PUBLIC_ROUTES),
            readers,
            Fixtures.DEFAULTS,
            Clock.fixed(Fixtures.NOON, ZoneOffset.UTC));
  }

  /** Gets this path, whose query is encoded as in a URL. */
  Answer get(String userId, String pathAndQuery) {
    return get(userId, "", pathAndQuery);
  }

  /** The same for somebody in these groups: {@code [finance operators]}. */
  Answer get(String userId, String groups, String pathAndQuery) {
    try {
      ObjectNode event = event();
      ObjectNode claims = (ObjectNode) event.at("/requestContext/authorizer/jwt/claims");
      claims.put("sub", userId);
      if (!groups.isEmpty()) {
        claims.put("cognito:groups", groups);
      }
      int mark = pathAndQuery.indexOf('?');
      String path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
      event.put("rawPath", path);
      if (mark >= 0) {
        putQuery(event, pathAndQuery.substring(mark + 1));
      }
      if (path.startsWith("/budgets/")) {
        putBudget(event, path.substring("/budgets/".length()));
      } else if (path.startsWith("/expenses/")) {
        event.put("routeKey", "GET /expenses/{id}");
        event.putObject("pathParameters").put("id", path.substring("/expenses/".length()));
      } else {
        event.put("routeKey", "GET " + path);
      }
      return send(event);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void putBudget(ObjectNode event, String path) {
    int slash = path.indexOf('/');
    ObjectNode parameters = event.putObject("pathParameters");
    parameters.put("currency", slash < 0 ? path : path.substring(0, slash));
    event.put("routeKey", "GET /budgets/{currency}" + (slash < 0 ? "" : "/{category+}"));
    if (slash >= 0) {
      parameters.put("category", URLDecoder.decode(path.substring(slash + 1), UTF_8));
    }
  }

  /** As API Gateway does: values decoded, those of one name joined by commas. */
  private static void putQuery(ObjectNode event, String rawQuery) {
    event.put("rawQueryString", rawQuery);
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.merge(
          URLDecoder.decode(name, UTF_8),
          URLDecoder.decode(value, UTF_8),
          (one, other) -> one + "," + other);
    }
    ObjectNode parameters = event.putObject("queryStringParameters");
    values.forEach(parameters::put);
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
