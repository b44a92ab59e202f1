package outlay.local.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A page that shows the state of a stack, and asks for it again every few seconds while it is
 * looked at: {@code /console}, and {@code /console/state} as JSON. {@code /console/streams} and
 * {@code /console/calls} are parts of it that cost nothing to look at, for whoever looks often.
 * {@code POST /console/fire} fires a schedule; it wants a header that no other site's page can
 * send.
 */
public final class Console implements HttpHandler {
  private static final Map<String, String> FILES =
      Map.of(
          "/console", "index.html",
          "/console/console.css", "console.css",
          "/console/console.js", "console.js");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8");

  private static final int MAX_BODY_BYTES = 1000;
  private static final String HEADER = "outlay-console";

  private final Supplier<String> state;
  private final Map<String, Supplier<String>> parts;
  private final BiConsumer<String, String> fire;

  /**
   * A console over what {@code state} answers.
   *
   * @param state JSON, as it is now
   * @param parts members of it alone, by their names
   * @param fire fires the schedule of a group and a name; {@link IllegalArgumentException} if there
   *     is none
   */
  public Console(
      Supplier<String> state,
      Map<String, Supplier<String>> parts,
      BiConsumer<String, String> fire) {
    this.state = state;
    this.parts = Map.copyOf(parts);
    this.fire = fire;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("/$", "");
      String file = FILES.get(path);
      Supplier<String> part = parts.get(path.replaceFirst("^/console/", ""));
      if (exchange.getRequestMethod().equals("POST") && path.equals("/console/fire")) {
        exchange.sendResponseHeaders(fire(exchange), -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
      } else if (path.equals("/console/state")) {
        send(exchange, "application/json", state.get().getBytes(StandardCharsets.UTF_8));
      } else if (part != null) {
        send(exchange, "application/json", part.get().getBytes(StandardCharsets.UTF_8));
      } else if (file != null) {
        send(exchange, TYPES.getOrDefault(extension(file), "text/plain"), read(file));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  /** The status. The body is the schedule's group and name, a line each. */
  private int fire(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().getFirst(HEADER) == null) {
      return 403;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
    String[] lines = new String(body, StandardCharsets.UTF_8).split("\n", 2);
    try {
      fire.accept(lines[0], lines.length > 1 ? lines[1] : "");
      return 204;
    } catch (IllegalArgumentException unknown) {
      return 404;
    }
  }

  private static String extension(String file) {
    return file.substring(file.lastIndexOf('.') + 1);
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(Console.class.getResourceAsStream(file), file)) {
      return resource.readAllBytes();
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("content-type", type);
    headers.set(
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cache-control", "no-store");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
