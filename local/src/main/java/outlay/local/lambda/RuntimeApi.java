package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>, for
 * all instances: each has a path of its own, which it gets as part of the address.
 */
final class RuntimeApi implements AutoCloseable {
  /** What Lambda lets a function answer. */
  static final int MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

  private static final Logger LOG = LoggerFactory.getLogger(RuntimeApi.class);
  private static final byte[] LOCALHOST = {127, 0, 0, 1};
  private static final String VERSION = "2018-06-01";
  private static final byte[] OK = "{\"status\":\"OK\"}".getBytes(US_ASCII);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Instance> instances = new ConcurrentHashMap<>();

  private RuntimeApi(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static RuntimeApi start() throws IOException {
    // Both are read once, by the first server of the JVM. Small answers must not wait for an
    // acknowledgement, and an instance keeps its connection for as long as it lives.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOCALHOST), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool(RuntimeApi::thread);
    RuntimeApi api = new RuntimeApi(server, threads);
    server.setExecutor(threads);
    server.createContext("/", api::handle);
    server.start();
    return api;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "runtime-api");
    thread.setDaemon(true);
    return thread;
  }

  /** What {@code AWS_LAMBDA_RUNTIME_API} is for an instance. */
  String address(String instanceId) {
    return "127.0.0.1:" + server.getAddress().getPort() + "/" + instanceId;
  }

  void add(Instance instance) {
    instances.put(instance.id, instance);
  }

  void remove(Instance instance) {
    instances.remove(instance.id);
  }

  private void handle(HttpExchange exchange) throws IOException {
    // "", instance, version, "runtime", "invocation", request, "response" or "error"
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    Instance instance = path.length > 4 ? instances.get(path[1]) : null;
    if (instance == null || !path[2].equals(VERSION) || !path[3].equals("runtime")) {
      answer(exchange, 404, Failure.runtimeApi("NotFound", "No such instance or path"));
      return;
    }
    String call = String.join("/", Arrays.asList(path).subList(4, path.length));
    if (call.equals("invocation/next")) {
      instance.next(exchange);
    } else if (call.equals("init/error")) {
      instance.initFailed(body(exchange));
      answer(exchange, 202, OK);
    } else if (path.length == 7 && path[6].equals("response")) {
      respond(instance, path[5], exchange);
    } else if (path.length == 7 && path[6].equals("error")) {
      accepted(exchange, instance.failed(path[5], body(exchange)));
    } else {
      answer(exchange, 404, Failure.runtimeApi("NotFound", "No such path"));
    }
  }

  private static void respond(Instance instance, String requestId, HttpExchange exchange)
      throws IOException {
    byte[] response = body(exchange);
    if (response.length <= MAX_RESPONSE_BYTES) {
      accepted(exchange, instance.succeeded(requestId, response));
      return;
    }
    byte[] error = Failure.responseTooLarge(requestId);
    instance.failed(requestId, error);
    exchange.getRequestBody().skip(Long.MAX_VALUE);
    answer(exchange, 413, error);
  }

  /** The body, or one byte too many if it is larger than a response may be. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    return exchange.getRequestBody().readNBytes(MAX_RESPONSE_BYTES + 1);
  }

  private static void accepted(HttpExchange exchange, boolean known) throws IOException {
    if (known) {
      answer(exchange, 202, OK);
    } else {
      answer(exchange, 400, Failure.runtimeApi("InvalidRequestID", "Invalid request ID"));
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Ends every connection, so that no instance waits for an event any more. */
  @Override
  public void close() {
    LOG.debug("runtime_api_stopped");
    server.stop(0);
    threads.shutdownNow();
  }
}
