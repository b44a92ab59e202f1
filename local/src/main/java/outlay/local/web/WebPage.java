package outlay.local.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page as CloudFront does: files, {@code /config.json}, and for any other path that
 * names no file {@code index.html}, whose script knows what to show there.
 *
 * <p>The page is at {@code 127.0.0.1} only, the one origin that API and sign-in allow; whoever
 * comes by the name {@code localhost} is sent there.
 */
public final class WebPage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebPage.class);
  private static final int THREADS = 8;

  private final HttpServer server;
  private final URI origin;
  private final StaticFiles files;
  private final String config;
  private final Map<String, String> headers;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private WebPage(
      HttpServer server, List<Path> folders, String config, Map<String, String> headers) {
    this.server = server;
    this.origin = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    this.files = new StaticFiles(folders);
    this.config = config;
    this.headers = Map.copyOf(headers);
  }

  /**
   * Starts to answer.
   *
   * @param port to listen on at 127.0.0.1, or 0 for any
   * @param folders where the files are; the first that has one wins
   * @param config what {@code /config.json} says
   * @param headers sent with every file
   * @param others what answers below other paths, such as {@code /console}
   * @throws IOException if the port is taken
   */
  public static WebPage start(
      int port,
      List<Path> folders,
      String config,
      Map<String, String> headers,
      Map<String, HttpHandler> others)
      throws IOException {
    InetAddress localhost = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(localhost, port), 0);
    WebPage page = new WebPage(server, folders, config, headers);
    server.createContext("/", page.guarded(page::answer));
    others.forEach((path, handler) -> server.createContext(path, page.guarded(handler)));
    server.setExecutor(page.threads);
    server.start();
    return page;
  }

  /** Where it answers, without a path. */
  public URI uri() {
    return origin;
  }

  /** Under this page's own name only: another's that leads here would make it that site's. */
  private HttpHandler guarded(HttpHandler handler) {
    return exchange -> {
      try (exchange) {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("host"));
        if (host.equals(origin.getAuthority())) {
          handler.handle(exchange);
        } else if (host.equals("localhost:" + origin.getPort())) {
          exchange
              .getResponseHeaders()
              .set("location", origin.resolve(exchange.getRequestURI().getRawPath()).toString());
          exchange.sendResponseHeaders(307, -1);
        } else {
          exchange.sendResponseHeaders(421, -1);
        }
      } catch (RuntimeException fault) {
        LOG.atError()
            .setCause(fault)
            .addKeyValue("uri", exchange.getRequestURI())
            .log("web_failed");
      }
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/config.json")) {
      byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
      send(exchange, new StaticFiles.Content("application/json", bytes), "no-store");
      return;
    }
    Optional<StaticFiles.Content> file = find(path);
    if (file.isEmpty() && !looksLikeAFile(path)) {
      file = find("/index.html");
    }
    if (file.isPresent()) {
      send(exchange, file.get(), "no-cache");
    } else {
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private Optional<StaticFiles.Content> find(String path) {
    try {
      return files.find(path);
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /** A missing script answered with a page would only be harder to understand. */
  private static boolean looksLikeAFile(String path) {
    return path.lastIndexOf('.') > path.lastIndexOf('/');
  }

  private void send(HttpExchange exchange, StaticFiles.Content content, String caching)
      throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("content-type", content.type());
    exchange.getResponseHeaders().set("cache-control", caching);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    int length = content.bytes().length;
    exchange.sendResponseHeaders(200, isHead || length == 0 ? -1 : length);
    if (!isHead && length > 0) {
      exchange.getResponseBody().write(content.bytes());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
