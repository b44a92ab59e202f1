package outlay.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConsoleTest {
  private static final String STATE = "{\"functions\":[]}";
  private static final String STREAMS = "{\"streams\":[]}";

  private final List<String> fired = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init") // By start.
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/console", new Console(() -> STATE, Map.of("streams", () -> STREAMS), this::fire));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void fire(String group, String name) {
    if (!name.equals("Reconcile")) {
      throw new IllegalArgumentException("no such schedule");
    }
    fired.add(group + "/" + name);
  }

  @Test
  void state_isJson_asItIsNow() throws Exception {
    assertThat(send(request("/console/streams")).body()).isEqualTo(STREAMS);
    HttpResponse<String> state = send(request("/console/state"));

    assertThat(state.statusCode()).isEqualTo(200);
    assertThat(state.body()).isEqualTo(STATE);
    assertThat(state.headers().firstValue("content-type")).contains("application/json");
    assertThat(state.headers().firstValue("cache-control")).contains("no-store");
  }

  @Test
  void files_areServedUnderAPolicy() throws Exception {
    for (String path : List.of("/console", "/console/", "/console/console.js")) {
      HttpResponse<String> file = send(request(path));

      assertThat(file.statusCode()).as(path).isEqualTo(200);
      assertThat(file.headers().firstValue("content-security-policy").orElse(""))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
    }
    assertThat(send(request("/console/none.js")).statusCode()).isEqualTo(404);
    assertThat(send(request("/console/state").method("PUT", body(""))).statusCode()).isEqualTo(405);
  }

  @Test
  void fire_firesTheSchedule() throws Exception {
    assertThat(send(fire("nightly\nReconcile").header("outlay-console", "1")).statusCode())
        .isEqualTo(204);
    assertThat(fired).containsExactly("nightly/Reconcile");
  }

  @Test
  void fire_unknownSchedule_isNotFound() throws Exception {
    assertThat(send(fire("nightly\nNone").header("outlay-console", "1")).statusCode())
        .isEqualTo(404);
    assertThat(send(fire("").header("outlay-console", "1")).statusCode()).isEqualTo(404);
  }

  @Test
  void fire_byAnotherSitesPage_isForbidden() throws Exception {
    assertThat(send(fire("nightly\nReconcile")).statusCode()).isEqualTo(403);
    assertThat(fired).isEmpty();
  }

  private HttpRequest.Builder fire(String text) {
    return request("/console/fire").POST(body(text));
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
