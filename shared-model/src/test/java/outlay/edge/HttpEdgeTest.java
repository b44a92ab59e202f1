package outlay.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpEdgeTest {
  private final List<String> handled = new ArrayList<>();

  @Test
  void respond_toAUserWhoAsksTooOften_refuses_andAnswersAnother() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    HttpEdge edge =
        new HttpEdge(
            new PrintStream(log, true, UTF_8),
            Set.of(),
            new UserRate(1_000_000_000, 2, () -> 1_000_000));

    assertThat(answer(edge, "ann")).startsWith("{\"statusCode\":200,");
    assertThat(answer(edge, "ann")).startsWith("{\"statusCode\":200,");
    assertThat(answer(edge, "ann"))
        .startsWith("{\"statusCode\":429,")
        .contains("\"retry-after\":\"1\"", "\\\"code\\\":\\\"throttled\\\"");
    assertThat(answer(edge, "bob")).startsWith("{\"statusCode\":200,");

    assertThat(handled).containsExactly("ann", "ann", "bob");
    assertThat(log.toString(UTF_8)).contains("throttled");
  }

  private String answer(HttpEdge edge, String user) throws IOException {
    String event =
        """
        {"routeKey": "GET /health", "requestContext": {"authorizer": {"jwt": {"claims": {"sub": "%s"}}}}}"""
            .formatted(user);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    edge.respond(
        new ByteArrayInputStream(event.getBytes(UTF_8)), out, new TestContext(), this::handle);
    return out.toString(UTF_8);
  }

  private HttpResponse handle(HttpRequest request) {
    handled.add(request.userId());
    return new HttpResponse(200, Map.of(), "");
  }
}
