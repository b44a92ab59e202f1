package outlay.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.lambda.Functions;
import outlay.local.lambda.Invocation;
import outlay.local.lambda.Invoker;

/**
 * An API Gateway HTTP API on one machine: routes requests to functions.
 *
 * <p>In this order: preflights; 431 for headers and 404 for paths that it does not take; throttling
 * (429); the authorizer (401, 403); the body's length (413); the function (500 if it fails, 503 if
 * it is busy, too many are under way, or it takes longer than 30 s). Then CORS headers, on every
 * answer. Requests are handled in parallel and in no order.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html">HTTP
 *     APIs</a>
 */
public final class HttpApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  /** More are refused, as by Lambda, rather than put in a line without an end. */
  static final int INVOCATIONS_AT_ONCE = 300;

  private static final int BACKLOG = 1024;
  private static final int NO_BODY = -1;

  private final HttpApiSpec spec;
  private final Invoker invoker;
  private final Clock clock;
  private final Duration timeout;
  private final Optional<Witness> witness;
  private final Routes routes;
  private final Map<String, JwtVerifier> verifiers;
  private final HttpServer server;
  private final Semaphore room = new Semaphore(INVOCATIONS_AT_ONCE);
  private final ExecutorService handlers = pool("http-api");
  private final ExecutorService invokers = pool("http-api-invoke");

  private HttpApi(
      HttpApiSpec spec,
      Invoker invoker,
      int port,
      Clock clock,
      Duration timeout,
      Optional<Witness> witness)
      throws IOException {
    this.spec = spec;
    this.invoker = invoker;
    this.clock = clock;
    this.timeout = timeout;
    this.witness = witness;
    this.routes = new Routes(spec.routes(), spec.throttling(), System::nanoTime);
    this.verifiers =
        spec.authorizers().stream()
            .collect(Collectors.toMap(JwtAuthorizer::name, one -> new JwtVerifier(one, clock)));
    // Both are read once, by the first server of the JVM: answers go out at once, and connections
    // are kept for more clients than the default of 200.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(LOCALHOST), port), BACKLOG);
  }

  /**
   * Starts to answer requests.
   *
   * @param port to listen on at 127.0.0.1, or 0 for any
   * @param witness sees every answer, if there is one
   * @throws UncheckedIOException if the port is taken
   */
  public static HttpApi start(
      HttpApiSpec spec, Invoker invoker, int port, Optional<Witness> witness) {
    return start(spec, invoker, port, Clock.systemUTC(), TIMEOUT, witness);
  }

  static HttpApi start(
      HttpApiSpec spec,
      Invoker invoker,
      int port,
      Clock clock,
      Duration timeout,
      Optional<Witness> witness) {
    try {
      HttpApi api = new HttpApi(spec, invoker, port, clock, timeout, witness);
      api.server.setExecutor(api.handlers);
      api.server.createContext("/", api::handle);
      api.server.start();
      return api;
    } catch (IOException failed) {
      throw new UncheckedIOException("The API cannot listen on port " + port, failed);
    }
  }

  private static ExecutorService pool(String name) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Where it answers, without a path. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    Request request = Request.of(exchange);
    Answer answer;
    try {
      answer = answer(request);
    } catch (IOException | RuntimeException fault) {
      LOG.atError().setCause(fault).addKeyValue("request_id", request.id()).log("request_failed");
      answer = Answer.internalError();
    }
    write(exchange, request, witnessed(request, withCors(request, answer)));
  }

  /** The answer, or in its place one that says what the witness has against it. */
  private Answer witnessed(Request request, Answer answer) {
    if (witness.isEmpty()) {
      return answer;
    }
    Answer whole = answer.with("apigw-requestid", request.id());
    boolean hasRoute = !isPreflight(request) && !request.hasHeadersTooLarge();
    String route =
        hasRoute
            ? routes
                .find(request.method(), request.rawPath())
                .map(match -> match.route().key())
                .orElse("")
            : "";
    List<String> faults =
        witness.get().faults(route, whole.status(), whole.headers(), whole.body());
    return faults.isEmpty()
        ? answer
        : new Answer(
            500,
            Map.of("content-type", "text/plain; charset=utf-8"),
            List.of(),
            String.join("\n", faults).getBytes(StandardCharsets.UTF_8));
  }

  private Answer answer(Request request) throws IOException {
    if (isPreflight(request)) {
      return preflight(request);
    }
    if (request.hasHeadersTooLarge()) {
      return Answer.message(431, "Request Header Fields Too Large");
    }
    Optional<Routes.Match> match = routes.find(request.method(), request.rawPath());
    if (match.isEmpty()) {
      return Answer.message(404, "Not Found");
    }
    if (!match.get().bucket().map(TokenBucket::take).orElse(true)) {
      return Answer.message(429, "Too Many Requests");
    }
    Optional<RouteAuthorization> authorization = match.get().route().authorization();
    if (authorization.isEmpty()) {
      return invoke(request, match.get(), Optional.empty());
    }
    Verdict verdict = decide(request, authorization.get());
    if (verdict instanceof Verdict.Granted granted) {
      return invoke(request, match.get(), Optional.of(granted));
    }
    return verdict instanceof Verdict.Forbidden
        ? Answer.message(403, "Forbidden")
        : Answer.message(401, "Unauthorized").with("www-authenticate", "Bearer");
  }

  private Verdict decide(Request request, RouteAuthorization authorization) {
    String name = authorization.authorizer();
    JwtVerifier verifier = verifiers.get(name);
    if (verifier == null) {
      throw new IllegalStateException("No authorizer " + name);
    }
    String header =
        spec.authorizers().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow()
            .identityHeader();
    return verifier.decide(request.headerValues(header), authorization.scopes());
  }

  private Answer invoke(Request request, Routes.Match match, Optional<Verdict.Granted> granted)
      throws IOException {
    byte[] body = request.bodyUpTo(MAX_BODY_BYTES);
    if (body == null) {
      return Answer.message(413, "Request Entity Too Large");
    }
    byte[] event = event(request, body, match, granted);
    if (event.length > Functions.MAX_EVENT_BYTES) {
      return Answer.message(413, "Request Entity Too Large");
    }
    if (!room.tryAcquire()) {
      return Answer.message(503, "Service Unavailable");
    }
    try {
      Invocation invocation =
          CompletableFuture.supplyAsync(
                  () -> invokeAndLeave(match.route().function(), event), invokers)
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return invocation.functionError().isPresent()
          ? Answer.internalError()
          : Answer.fromFunction(invocation.payload());
    } catch (TimeoutException late) {
      return Answer.message(503, "Service Unavailable");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Invoker.TooManyRequests) {
        return Answer.message(503, "Service Unavailable");
      }
      throw new IllegalStateException(match.route().function() + " was not invoked", failed);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Answer.message(503, "Service Unavailable");
    }
  }

  /** An invocation takes its room until it is over, even if nobody waits for it any more. */
  private Invocation invokeAndLeave(String function, byte[] event) {
    try {
      return invoker.invoke(function, event);
    } finally {
      room.release();
    }
  }

  private byte[] event(
      Request request, byte[] body, Routes.Match match, Optional<Verdict.Granted> granted)
      throws JsonProcessingException {
    return Event.of(
        request,
        body,
        match,
        granted,
        spec.apiId(),
        server.getAddress().getPort(),
        clock.instant());
  }

  // ---------------------------------------------------------------- CORS

  private boolean isPreflight(Request request) {
    return spec.cors().isPresent()
        && request.method().equals("OPTIONS")
        && !request.header("Origin").isEmpty()
        && !request.header("Access-Control-Request-Method").isEmpty();
  }

  /** For any path, and without the allowing headers for an origin that is not allowed. */
  private Answer preflight(Request request) {
    Answer answer = new Answer(204, Map.of(), List.of(), new byte[0]);
    Cors cors = spec.cors().orElseThrow();
    if (!cors.allows(request.header("Origin"))) {
      return answer;
    }
    return answer
        .with("access-control-allow-methods", String.join(",", cors.methods()))
        .with("access-control-allow-headers", String.join(",", cors.headers()))
        .with("access-control-max-age", Long.toString(cors.maxAge().toSeconds()));
  }

  private Answer withCors(Request request, Answer answer) {
    String origin = request.header("Origin");
    Optional<Cors> allowing = spec.cors().filter(cors -> !origin.isEmpty() && cors.allows(origin));
    if (allowing.isEmpty()) {
      return answer;
    }
    Answer allowed = answer.with("access-control-allow-origin", allowing.get().allowOrigin(origin));
    String exposed = String.join(",", allowing.get().exposeHeaders());
    return exposed.isEmpty() ? allowed : allowed.with("access-control-expose-headers", exposed);
  }

  // ---------------------------------------------------------------- writing

  private static void write(HttpExchange exchange, Request request, Answer answer)
      throws IOException {
    request.discardBody();
    Headers headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    headers.set("apigw-requestid", request.id());
    answer.cookies().forEach(cookie -> headers.add("set-cookie", cookie));
    byte[] body = answer.body();
    boolean empty =
        body.length == 0
            || request.method().equals("HEAD")
            || answer.status() == 204
            || answer.status() == 304;
    try (exchange) {
      exchange.sendResponseHeaders(answer.status(), empty ? NO_BODY : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Takes no request any more, and drops those under way: stop it before the functions. */
  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
    invokers.shutdownNow();
  }
}
