package outlay.local.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one AWS endpoint on 127.0.0.1: what {@code AWS_ENDPOINT_URL} names. It refuses who has no
 * known access key, but checks no signature: whoever reaches it is on this machine already. (S3
 * does check: presigned URLs live from it.)
 */
public final class Edge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  /** DynamoDB takes 16 MB at most, Lambda 6 MB, the Data API 4 MB; S3's bodies pass through. */
  private static final int LARGEST_REQUEST = 32 * 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Calls calls;
  private final Map<String, Backend> services;
  private final Set<String> streaming;

  private Edge(
      HttpServer server,
      ExecutorService threads,
      Calls calls,
      Map<String, Backend> services,
      Set<String> streaming) {
    this.server = server;
    this.threads = threads;
    this.calls = calls;
    this.services = services;
    this.streaming = streaming;
  }

  /**
   * Listens, and answers until it is closed.
   *
   * @param port 0 for any that is free
   * @param services by signing name: {@code dynamodb}, {@code sqs}, {@code sns}, {@code lambda},
   *     {@code s3}, {@code rds-data}, {@code sts}
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
    Set<String> streaming =
        services.entrySet().stream()
            .filter(service -> service.getValue().streams())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Edge edge = new Edge(server, threads, new Calls(callers), intercepted, streaming);
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
      if (answer.stream().isPresent()) {
        send(exchange, answer.status(), answer.stream().get());
        return;
      }
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      if (answer.body().length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(answer.body());
        }
      }
    } catch (Dropped unanswered) {
      // An exchange that is closed without an answer closes its connection.
      LOG.atDebug().addKeyValue("uri", exchange.getRequestURI()).log("connection_dropped");
    }
  }

  private static void send(HttpExchange exchange, int status, Answer.Stream body)
      throws IOException {
    try (InputStream content = body.content()) {
      // What the JDK's server calls 0 is chunked, and -1 is nothing.
      exchange.sendResponseHeaders(
          status, body.length() < 0 ? 0 : body.length() == 0 ? -1 : body.length());
      if (body.length() != 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          content.transferTo(out);
        }
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    Request head =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            headers,
            new byte[0],
            Optional.of(exchange.getRequestBody()));
    if (Calls.service(head).filter(streaming::contains).isPresent()) {
      return answer(head);
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    Request request = new Request(head.method(), head.uri(), headers, body);
    if (body.length > LARGEST_REQUEST) {
      return Errors.of(request, 413, "RequestEntityTooLarge", "The request is larger than 32 MB.");
    }
    return answer(request);
  }

  private Answer answer(Request request) throws Dropped {
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
    } catch (Dropped e) {
      throw e;
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
