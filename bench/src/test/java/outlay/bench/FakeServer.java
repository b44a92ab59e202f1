package outlay.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server that answers as a test says, and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {

  /**
   * What arrived.
   *
   * @param key the idempotency key; empty if there was none, as the others are
   */
  public record Request(String target, String key, String token, String awsTarget, String body) {}

  /** What is answered; a status of 0 breaks the connection instead. */
  public record Reply(int status, Map<String, String> headers, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private FakeServer(HttpServer server) {
    this.server = server;
  }

  public static FakeServer start(Function<Request, Reply> answers) throws IOException {
    FakeServer fake =
        new FakeServer(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    fake.server.createContext("/", exchange -> fake.answer(exchange, answers));
    fake.server.setExecutor(fake.threads);
    fake.server.start();
    return fake;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, Function<Request, Reply> answers) {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestURI().toString(),
              header(exchange, "Idempotency-Key"),
              header(exchange, "Authorization").replace("Bearer ", ""),
              header(exchange, "X-Amz-Target"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      Reply reply = answers.apply(request);
      if (reply.status() > 0) {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
