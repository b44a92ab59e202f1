package outlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

/** The API without its authorizers, on a function that the test plays. */
class HttpApiTest {
  private static final Instant NOON = Instant.parse("2026-01-22T12:00:00.250Z");
  private static final String PAGE = "https://outlay.example";
  private static final Cors CORS =
      new Cors(
          List.of(PAGE),
          List.of("GET", "POST"),
          List.of("authorization", "content-type"),
          List.of("etag", "location"),
          Duration.ofMinutes(10));

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());
  private Invoker function = answering("{\"statusCode\":200,\"body\":\"ok\"}");
  private Optional<Cors> cors = Optional.empty();
  private Optional<Throttling> throttling = Optional.empty();
  private Duration timeout = Duration.ofSeconds(20);
  private Optional<Witness> witness = Optional.empty();
  private @Nullable HttpApi api;

  @AfterEach
  void stop() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void event_isPayloadFormat2() throws Exception {
    HttpResponse<String> response =
        send(
            request("/expenses/a%20b?month=2026-01&month=2026-02&q=%E2%82%B9+x&flag")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("X-Twice", "one")
                .header("X-Twice", "two")
                .header("Cookie", "a=1; b=2")
                .header("User-Agent", "test")
                .PUT(BodyPublishers.ofString("{\"note\":\"₹\"}")));

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode event = events.get(0);
    String id = response.headers().firstValue("apigw-requestid").orElseThrow();
    assertThat(id).hasSize(16).endsWith("=");
    assertThat(event.path("version").asText()).isEqualTo("2.0");
    assertThat(event.path("routeKey").asText()).isEqualTo("PUT /expenses/{id}");
    assertThat(event.path("rawPath").asText()).isEqualTo("/expenses/a%20b");
    assertThat(event.path("rawQueryString").asText())
        .isEqualTo("month=2026-01&month=2026-02&q=%E2%82%B9+x&flag");
    assertThat(event.path("cookies")).hasToString("[\"a=1\",\"b=2\"]");
    assertThat(event.path("queryStringParameters"))
        .hasToString("{\"month\":\"2026-01,2026-02\",\"q\":\"₹ x\",\"flag\":\"\"}");
    assertThat(event.path("pathParameters")).hasToString("{\"id\":\"a b\"}");
    assertThat(event.path("body").asText()).isEqualTo("{\"note\":\"₹\"}");
    assertThat(event.path("isBase64Encoded").booleanValue()).isFalse();
    JsonNode headers = event.path("headers");
    assertThat(headers.path("x-twice").asText()).isEqualTo("one,two");
    assertThat(headers.path("content-type").asText()).isEqualTo("application/json; charset=utf-8");
    assertThat(headers.path("x-forwarded-for").asText()).isEqualTo("127.0.0.1");
    assertThat(headers.path("x-forwarded-proto").asText()).isEqualTo("http");
    assertThat(headers.path("x-amzn-trace-id").asText()).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
    assertThat(headers.has("cookie")).isFalse();
    JsonNode context = event.path("requestContext");
    assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
    assertThat(context.path("apiId").asText()).isEqualTo("api1");
    assertThat(context.path("domainName").asText()).isEqualTo("127.0.0.1");
    assertThat(context.path("http"))
        .hasToString(
            "{\"method\":\"PUT\",\"path\":\"/expenses/a%20b\",\"protocol\":\"HTTP/1.1\","
                + "\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"test\"}");
    assertThat(context.path("requestId").asText()).isEqualTo(id);
    assertThat(context.path("routeKey").asText()).isEqualTo("PUT /expenses/{id}");
    assertThat(context.path("stage").asText()).isEqualTo("$default");
    assertThat(context.path("time").asText()).isEqualTo("22/Jan/2026:12:00:00 +0000");
    assertThat(context.path("timeEpoch").asLong()).isEqualTo(1_769_083_200_250L);
    assertThat(context.has("authorizer")).isFalse();
  }

  @Test
  void event_withoutBodyQueryAndCookies_hasNone() throws Exception {
    send(request("/expenses").GET());

    JsonNode event = events.get(0);
    assertThat(event.has("body")).isFalse();
    assertThat(event.has("queryStringParameters")).isFalse();
    assertThat(event.has("pathParameters")).isFalse();
    assertThat(event.has("cookies")).isFalse();
    assertThat(event.path("rawQueryString").asText()).isEmpty();
    assertThat(event.path("isBase64Encoded").booleanValue()).isFalse();
  }

  @Test
  void event_bodyThatIsNoText_isBase64() throws Exception {
    byte[] bytes = {0, (byte) 0xff, 1};
    post("application/octet-stream", bytes);
    post("application/json", bytes);
    post("application/x-www-form-urlencoded", "a=1".getBytes(UTF_8));

    assertThat(events).allMatch(event -> event.path("isBase64Encoded").booleanValue());
    assertThat(events.get(0).path("body").asText()).isEqualTo("AP8B");
    assertThat(events.get(1).path("body").asText()).isEqualTo("AP8B");
    assertThat(events.get(2).path("body").asText()).isEqualTo("YT0x");
  }

  @Test
  void answer_statusHeadersCookiesAndBody_areTheFunctions() throws Exception {
    function =
        answering(
            "{\"statusCode\":201,\"headers\":{\"ETag\":\"1\",\"content-type\":\"application/json\"},"
                + "\"cookies\":[\"a=1\",\"b=2\"],\"body\":\"{}\"}");

    HttpResponse<String> response = send(request("/expenses").GET());

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("etag")).contains("1");
    assertThat(response.headers().allValues("set-cookie")).containsExactlyInAnyOrder("a=1", "b=2");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).isEqualTo("{}");
  }

  @Test
  void answer_204_hasNoBody() throws Exception {
    function = answering("{\"statusCode\":204,\"body\":\"ignored\"}");

    HttpResponse<String> response = send(request("/expenses").GET());

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void request_toNoRoute_is404() throws Exception {
    assertMessage(send(request("/nothing").GET()), 404, "Not Found");
    assertMessage(send(request("/expenses").DELETE()), 404, "Not Found");
    assertMessage(send(request("/expenses/").GET()), 404, "Not Found");
    assertThat(events).isEmpty();
  }

  @Test
  void function_fails_is500() throws Exception {
    function =
        (name, event) ->
            new Invocation(
                "1", "{\"errorMessage\":\"secret\"}".getBytes(UTF_8), Optional.of("Unhandled"));

    assertMessage(send(request("/expenses").GET()), 500, "Internal Server Error");
  }

  @Test
  void function_throwsHere_is500() throws Exception {
    function =
        (name, event) -> {
          throw new IllegalStateException("secret");
        };

    assertMessage(send(request("/expenses").GET()), 500, "Internal Server Error");
  }

  @Test
  void function_busy_is503() throws Exception {
    function =
        (name, event) -> {
          throw new Invoker.TooManyRequests(name);
        };

    assertMessage(send(request("/expenses").GET()), 503, "Service Unavailable");
  }

  @Test
  void invocations_tooManyAtOnce_are503() throws Exception {
    CountDownLatch underWay = new CountDownLatch(HttpApi.INVOCATIONS_AT_ONCE);
    CountDownLatch over = new CountDownLatch(1);
    Invoker quick = function;
    function =
        (name, event) -> {
          underWay.countDown();
          try {
            over.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          return quick.invoke(name, event);
        };
    List<CompletableFuture<HttpResponse<String>>> first =
        IntStream.range(0, HttpApi.INVOCATIONS_AT_ONCE)
            .mapToObj(
                i -> client.sendAsync(request("/expenses").GET().build(), BodyHandlers.ofString()))
            .toList();
    underWay.await();

    assertMessage(send(request("/expenses").GET()), 503, "Service Unavailable");
    over.countDown();
    assertThat(first).allMatch(each -> each.join().statusCode() == 200);
    assertThat(send(request("/expenses").GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void function_pastTheTimeout_is503() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    timeout = Duration.ofMillis(50);
    function =
        (name, event) -> {
          try {
            never.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("stopped");
        };

    assertMessage(send(request("/expenses").GET()), 503, "Service Unavailable");
  }

  @Test
  void body_over10Megabytes_is413() throws Exception {
    byte[] large = new byte[10 * 1024 * 1024 + 1];

    assertMessage(post("application/json", large), 413, "Request Entity Too Large");
    assertThat(events).isEmpty();
  }

  @Test
  void body_chunkedOver10Megabytes_is413() throws Exception {
    HttpRequest.Builder chunked =
        request("/expenses")
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(new byte[11 * 1024 * 1024])));

    assertMessage(send(chunked), 413, "Request Entity Too Large");
  }

  @Test
  void body_overWhatAFunctionTakes_is413() throws Exception {
    byte[] large = " ".repeat(6 * 1024 * 1024).getBytes(UTF_8);

    assertMessage(post("application/json", large), 413, "Request Entity Too Large");
    assertThat(events).isEmpty();
  }

  @Test
  void headers_huge_is431() throws Exception {
    HttpResponse<String> response =
        send(request("/expenses").header("X-Large", "x".repeat(10_300)).GET());

    assertThat(response.statusCode()).isEqualTo(431);
    assertThat(events).isEmpty();
  }

  @Test
  void requests_overTheBurst_are429() throws Exception {
    throttling = Optional.of(new Throttling(0.001, 2));

    assertThat(send(request("/expenses").GET()).statusCode()).isEqualTo(200);
    assertThat(send(request("/expenses").GET()).statusCode()).isEqualTo(200);
    assertMessage(send(request("/expenses").GET()), 429, "Too Many Requests");
    assertThat(send(request("/other").GET()).statusCode()).isEqualTo(200); // A route of its own.
  }

  @Test
  void preflight_fromThePage_isAnsweredHere() throws Exception {
    cors = Optional.of(CORS);

    String answer = preflight(PAGE);

    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .containsIgnoringCase("Access-Control-Allow-Origin: " + PAGE)
        .containsIgnoringCase("Access-Control-Allow-Methods: GET,POST")
        .containsIgnoringCase("Access-Control-Allow-Headers: authorization,content-type")
        .containsIgnoringCase("Access-Control-Max-Age: 600");
    assertThat(events).isEmpty();
  }

  @Test
  void preflight_fromElsewhere_allowsNothing() throws Exception {
    cors = Optional.of(CORS);

    assertThat(preflight("https://evil.example"))
        .startsWith("HTTP/1.1 204 ")
        .doesNotContainIgnoringCase("access-control");
  }

  @Test
  void answer_toThePage_hasCorsHeadersAndNotTheFunctions() throws Exception {
    cors = Optional.of(CORS);
    function =
        answering("{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"}}");

    HttpResponse<String> page = send(request("/expenses").header("Origin", PAGE).GET());
    HttpResponse<String> missing = send(request("/nothing").header("Origin", PAGE).GET());
    HttpResponse<String> other =
        send(request("/expenses").header("Origin", "https://b.example").GET());

    assertThat(page.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
    assertThat(page.headers().firstValue("access-control-expose-headers"))
        .contains("etag,location");
    assertThat(missing.headers().allValues("access-control-allow-origin")).containsExactly(PAGE);
    assertThat(other.headers().allValues("access-control-allow-origin")).isEmpty();
  }

  @Test
  void requests_inParallel_areAllAnswered() {
    List<Integer> statuses =
        IntStream.range(0, 300)
            .parallel()
            .mapToObj(
                i -> client.sendAsync(request("/expenses").GET().build(), BodyHandlers.ofString()))
            .toList()
            .stream()
            .map(response -> response.join().statusCode())
            .toList();

    assertThat(statuses).hasSize(300).allMatch(status -> status == 200);
  }

  // ---------------------------------------------------------------- helpers

  private Invoker answering(String answer) {
    return (name, event) -> {
      try {
        events.add(new JsonMapper().readTree(event));
      } catch (IOException notJson) {
        throw new IllegalStateException(notJson);
      }
      return new Invocation("1", answer.getBytes(UTF_8), Optional.empty());
    };
  }

  @Test
  void witness_seesEveryAnswer_andStopsWhatItHasSomethingAgainst() throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    witness =
        Optional.of(
            (route, status, headers, body) -> {
              seen.add(route + " " + status + " " + headers.containsKey("apigw-requestid"));
              return route.equals("PUT /expenses/{id}") ? List.of("no", "never") : List.of();
            });

    assertThat(send(request("/expenses").GET()).body()).isEqualTo("ok");
    assertThat(send(request("/nowhere").GET()).statusCode()).isEqualTo(404);
    HttpResponse<String> stopped = send(request("/expenses/1").PUT(BodyPublishers.noBody()));

    assertThat(stopped.statusCode()).isEqualTo(500);
    assertThat(stopped.body()).isEqualTo("no\nnever");
    assertThat(seen)
        .containsExactly("GET /expenses 200 true", " 404 true", "PUT /expenses/{id} 200 true");
  }

  private HttpApi api() {
    HttpApi running = api;
    if (running == null) {
      List<Route> routes =
          List.of(
              open("GET", "/expenses"),
              open("POST", "/expenses"),
              open("GET", "/other"),
              open("PUT", "/expenses/{id}"));
      running =
          HttpApi.start(
              new HttpApiSpec("api1", routes, List.of(), cors, throttling),
              (name, event) -> function.invoke(name, event),
              0,
              Clock.fixed(NOON, ZoneOffset.UTC),
              timeout,
              witness);
      api = running;
    }
    return running;
  }

  private static Route open(String method, String path) {
    return new Route(method, path, "Ingest", Optional.empty());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api().uri() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String type, byte[] body)
      throws IOException, InterruptedException {
    return send(
        request("/expenses").header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  /** By hand: the JDK's client sets no headers of a preflight. */
  private String preflight(String origin) throws IOException {
    URI uri = api().uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String request =
          "OPTIONS /expenses HTTP/1.1\r\nHost: api\r\nConnection: close\r\nOrigin: "
              + origin
              + "\r\nAccess-Control-Request-Method: POST\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void assertMessage(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo("{\"message\":\"" + message + "\"}");
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.headers().firstValue("apigw-requestid")).isPresent();
  }
}
