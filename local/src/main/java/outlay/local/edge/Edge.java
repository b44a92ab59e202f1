package outlay.local.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one AWS endpoint on 127.0.0.1: what {@code AWS_ENDPOINT_URL} names. It refuses who has no
 * known access key, but checks no signature: whoever reaches it is on this machine already.
 */
public final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  /** DynamoDB takes 16 MB at most, and Lambda 6 MB. */
  private static final int LARGEST_REQUEST = 32 * 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Calls calls;
  private final Map<String, Backend> services;

  private Edge(
      HttpServer server, ExecutorService threads, Calls calls, Map<String, Backend> services) {
    this.server = server;
    this.threads = threads;
    this.calls = calls;
    this.services = services;
  }

  /**
   * Listens, and answers until it is closed.
   *
   * @param port 0 for any that is free
   * @param services by signing name: {@code dynamodb}, {@code sqs}, {@code sns}, {@code lambda},
   *     {@code sts}
   * @param callers names by access key
   * @param interceptors each sees every call to a known service, the first one first
   * @throws IOException if the port is taken
   */
  public static Edge start(
      int port,
      Map<String, Backend> services,
      Map<String, String> callers,
      List<Interceptor> interceptors)
      throws IOException {
    Map<String, Backend> intercepted = new HashMap<>();
    services.forEach((name, service) -> intercepted.put(name, chain(interceptors, service)));
    HttpServer server = Loopback.server(port);
    ExecutorService threads = Executors.newCachedThreadPool(daemons("edge"));
    server.setExecutor(threads);
    Edge edge = new Edge(server, threads, new Calls(callers), intercepted);
    server.createContext("/", edge::handle);
    server.start();
    return edge;
  }

  /** Scheme, address, and port. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Stops listening. Calls under way are given up. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().putAll(answer.headers());
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(answer.body());
        }
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    Request request =
        new Request(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
    if (body.length > LARGEST_REQUEST) {
      return Errors.of(request, 413, "RequestEntityTooLarge", "The request is larger than 32 MB.");
    }
    return answer(request);
  }

  private Answer answer(Request request) {
    try {
      Call call = calls.of(request);
      Backend service = services.get(call.service());
      if (service == null) {
        return Errors.of(
            request,
            400,
            "UnknownOperationException",
            "The service " + call.service() + " is not provided locally.");
      }
      return service.answer(call);
    } catch (Calls.Refused e) {
      return Errors.of(request, e.status(), e.code(), e.explanation());
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("uri", request.uri()).log("call_without_answer");
      return Errors.of(
          request, 503, "ServiceUnavailable", "The service did not answer. Try again.");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("uri", request.uri()).log("call_failed");
      return Errors.of(request, 500, "InternalFailure", "The edge failed; its log says why.");
    }
  }

  private static Backend chain(List<Interceptor> interceptors, Backend service) {
    Backend chain = service;
    for (int i = interceptors.size() - 1; i >= 0; i--) {
      Interceptor interceptor = interceptors.get(i);
      Backend next = chain;
      chain = call -> interceptor.intercept(call, next);
    }
    return chain;
  }

  /** Threads that do not keep the JVM alive. */
  static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
