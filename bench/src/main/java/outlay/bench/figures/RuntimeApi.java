package outlay.bench.figures;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import outlay.bench.Answer;

/**
 * The <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a> for
 * one process, no more of it than a function needs that answers one event after the other.
 */
final class RuntimeApi implements AutoCloseable {
  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final byte[] OK = "{\"status\":\"OK\"}".getBytes(UTF_8);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(RuntimeApi::thread);
  private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /**
   * What the function said.
   *
   * @param atNanos when its last byte was here, by {@link System#nanoTime()}
   * @param isError that it, or its start, failed
   */
  record Answer(String body, long atNanos, boolean isError) {}

  private RuntimeApi(HttpServer server) {
    this.server = server;
  }

  static RuntimeApi start() throws IOException {
    // Read once, by the first server of the JVM: small answers must not wait for an
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOCALHOST), 0), 0);
    RuntimeApi api = new RuntimeApi(server);
    server.setExecutor(api.threads);
    server.createContext("/", api::handle);
    server.start();
    return api;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "runtime-api");
    thread.setDaemon(true);
    return thread;
  }

  /** What {@code AWS_LAMBDA_RUNTIME_API} is for the process. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The process gets this event as soon as it asks for one. */
  void offer(byte[] event) {
    events.add(event);
  }

  /** The next answer; null if there is none for so long. */
  @Nullable Answer poll(Duration longest) throws InterruptedException {
    return answers.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals(INVOCATION + "next")) {
      next(exchange);
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    long now = System.nanoTime();
    answers.add(new Answer(new String(body, UTF_8), now, !path.endsWith("/response")));
    answer(exchange, 202, OK);
  }

  private void next(HttpExchange exchange) throws IOException {
    try {
      byte[] event = events.take();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange
          .getResponseHeaders()
          .set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Deadline-Ms",
              Long.toString(System.currentTimeMillis() + DEADLINE.toMillis()));
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:us-east-1:000000000000:function:bench");
      answer(exchange, 200, event);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Ends every connection; the process, which finds no Runtime API any more, ends too. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
