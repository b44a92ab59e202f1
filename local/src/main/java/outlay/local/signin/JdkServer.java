package outlay.local.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.http.Ssl;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Runs mock-oauth2-server on the JDK's HTTP server. Its own choices are MockWebServer, which keeps
 * every request for a test to look at, and Netty, which holds its port for seconds after it
 * stopped.
 *
 * <p>Whatever name a client calls it by, it goes by {@code 127.0.0.1}: the issuer is part of every
 * token, and must not depend on who asked.
 */
final class JdkServer implements OAuth2HttpServer {
  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final int THREADS = 8;
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final CognitoEndpoints endpoints;
  private final ExecutorService threads;

  /**
   * @param server bound, not started
   */
  JdkServer(HttpServer server, CognitoEndpoints endpoints) {
    this.server = server;
    this.endpoints = endpoints;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "sign-in");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes a port, so that the issuer is known before the server starts.
   *
   * @throws UncheckedIOException if another process has it
   */
  static HttpServer bind(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOCALHOST), port), 0);
    } catch (IOException taken) {
      throw new UncheckedIOException("Sign-in cannot listen on port " + port, taken);
    }
  }

  @Override
  public OAuth2HttpServer start(
      Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> requestHandler) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, requestHandler));
    server.start();
    return this;
  }

  /** The port is the one that was bound. */
  @Override
  public OAuth2HttpServer start(
      int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> requestHandler) {
    return start(requestHandler);
  }

  /** Address and port are those that were bound. */
  @Override
  public OAuth2HttpServer start(
      InetAddress address,
      int port,
      Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> requestHandler) {
    return start(requestHandler);
  }

  private void handle(
      HttpExchange exchange, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler)
      throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
      OAuth2HttpRequest request =
          new OAuth2HttpRequest(
              headers(exchange),
              exchange.getRequestMethod(),
              url(exchange.getRequestURI().toString()),
              new String(body, UTF_8));
      write(exchange, endpoints.handle(request, handler::invoke));
    }
  }

  private static Headers headers(HttpExchange exchange) {
    Headers.Builder headers = new Headers.Builder();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      if (!header.getKey().equalsIgnoreCase("Host")) { // It would become the issuer.
        header.getValue().forEach(value -> headers.addUnsafeNonAscii(header.getKey(), value));
      }
    }
    return headers.build();
  }

  private static void write(HttpExchange exchange, OAuth2HttpResponse response) throws IOException {
    response
        .getHeaders()
        .toMultimap()
        .forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    exchange.getResponseHeaders().remove("content-length");
    byte @Nullable [] body = response.getBytesBody();
    @Nullable String text = response.getBody();
    if (body == null && text != null) {
      body = text.getBytes(UTF_8);
    }
    boolean empty = body == null || body.length == 0;
    exchange.sendResponseHeaders(response.getStatus(), empty ? NO_BODY : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public OAuth2HttpServer stop() {
    server.stop(0);
    threads.shutdownNow();
    return this;
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public HttpUrl url(String path) {
    String absolute = path.startsWith("/") ? path : "/" + path;
    return HttpUrl.get("http://127.0.0.1:" + port() + absolute);
  }

  @Override
  public @Nullable Ssl sslConfig() {
    return null;
  }
}
