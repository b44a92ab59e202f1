package outlay.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the web address shows: where everything is, and how to record a first expense. */
final class StartPage implements AutoCloseable {
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type", "text/html; charset=utf-8",
          "content-security-policy",
              "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'",
          "x-content-type-options", "nosniff",
          "referrer-policy", "no-referrer",
          "cache-control", "no-store");
  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto;
             padding: 0 1rem; color: #222; background: #fff; }
      pre { background: #f3f3f3; padding: .75rem; overflow-x: auto; }
      dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private StartPage(HttpServer server) {
    this.server = server;
  }

  /** Serves the page and its style sheet; anything else is 404. */
  static StartPage start(int port, Addresses addresses, Hints hints) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    StartPage page = new StartPage(server);
    String html = html(addresses, hints);
    server.createContext("/", exchange -> answer(exchange, html));
    server.setExecutor(page.threads);
    server.start();
    return page;
  }

  private static void answer(HttpExchange exchange, String html) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      if (path.equals("/style.css")) {
        exchange.getResponseHeaders().set("content-type", "text/css; charset=utf-8");
        send(exchange, 200, STYLE);
      } else if (path.equals("/")) {
        send(exchange, 200, html);
      } else {
        send(exchange, 404, "<!doctype html><title>Not found</title><p>There is no such page.");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isHead ? -1 : bytes.length);
    if (!isHead) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String html(Addresses addresses, Hints hints) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Outlay on this machine</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <main>
        <h1>Outlay runs on this machine</h1>
        <dl>
        <dt><a href="%2$s">Inbox</a></dt><dd>what finance users and operators are mailed</dd>
        <dt>API</dt><dd><code>%1$s</code></dd>
        <dt>Sign-in</dt><dd><a href="%3$s/.well-known/openid-configuration"><code>%3$s</code></a></dd>
        <dt>AWS endpoint</dt><dd><code>%4$s</code></dd>
        </dl>
        <h2>Record an expense</h2>
        <pre><code>%5$s</code></pre>
        <p>It is counted at once; being a large one, it is also in the <a href="%2$s">inbox</a>.</p>
        </main>
        </body>
        </html>
        """
        .formatted(
            addresses.api(),
            addresses.mail(),
            addresses.signIn(),
            addresses.edge(),
            escaped(hints.firstExpense()));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
