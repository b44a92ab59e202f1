package outlay.local.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands each call on to an HTTP server that checks its signature, and its answer back, in constant
 * memory. The signature covers the host that the caller sees, so the server is told that one: it is
 * spoken to as a proxy, the one way in which the JDK's client lets a host differ from an address.
 */
public final class ForwardStreams implements Backend {
  /** Until the answer begins. A body may take longer. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final HttpClient client;

  /**
   * @param server host and port count
   */
  public ForwardStreams(URI server) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .proxy(ProxySelector.of(new InetSocketAddress(server.getHost(), server.getPort())))
            .build();
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    Request request = call.request();
    try {
      HttpResponse<InputStream> response =
          client.send(outgoing(request), BodyHandlers.ofInputStream());
      Map<String, List<String>> headers = new HashMap<>(Forward.headers(response.headers().map()));
      long length = response.headers().firstValueAsLong("content-length").orElse(-1);
      if (request.method().equals("HEAD")) {
        headers.put("Content-Length", List.of(Long.toString(Math.max(0, length))));
        length = 0;
      } else if (response.statusCode() == 204 || response.statusCode() == 304) {
        length = 0;
      }
      return new Answer(
          response.statusCode(),
          headers,
          new byte[0],
          Optional.of(new Answer.Stream(response.body(), length)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("The edge is closing.").initCause(e);
    }
  }

  private static HttpRequest outgoing(Request request) {
    String host = request.header("host").orElse("127.0.0.1");
    HttpRequest.Builder outgoing =
        HttpRequest.newBuilder(URI.create("http://" + host + Forward.relative(request.uri())))
            .timeout(LONGEST)
            .method(request.method(), body(request));
    Forward.addHeaders(outgoing, request);
    return outgoing.build();
  }

  private static BodyPublisher body(Request request) {
    InputStream content =
        request.stream().orElseThrow(() -> new IllegalStateException("The body was read."));
    Optional<Long> length = request.header("content-length").map(Long::valueOf);
    if (length.isEmpty()) {
      boolean isChunked = request.header("transfer-encoding").isPresent();
      return isChunked ? BodyPublishers.ofInputStream(() -> content) : BodyPublishers.noBody();
    }
    return length.get() == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> content), length.get());
  }
}
