package outlay.local.edge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Hands each call on to an HTTP server as it came, and its answer back. */
public final class Forward implements Backend {
  /** Longer than SQS's longest poll, 20 s, and than any call that DynamoDB Local takes. */
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** They belong to one connection, not to the call; {@code date} is set again by the edge. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "keep-alive",
          "transfer-encoding",
          "upgrade");

  private final URI server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /**
   * @param server scheme, host, and port
   */
  public Forward(URI server) {
    this.server = server;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    try {
      HttpResponse<byte[]> response =
          client.send(outgoing(call.request()), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), headers(response), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("The edge is closing.").initCause(e);
    }
  }

  /** An answer's headers without those of the connection. */
  static Map<String, List<String>> headers(HttpResponse<?> response) {
    Map<String, List<String>> headers = new LinkedHashMap<>(response.headers().map());
    headers.keySet().removeIf(name -> name.startsWith(":") || isOfTheConnection(name));
    return headers;
  }

  private HttpRequest outgoing(Request request) {
    HttpRequest.Builder outgoing =
        HttpRequest.newBuilder(server.resolve(relative(request.uri())))
            .timeout(LONGEST)
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    addHeaders(outgoing, request);
    return outgoing.build();
  }

  /** Adds a request's headers but for those of the connection. */
  static void addHeaders(HttpRequest.Builder outgoing, Request request) {
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!isOfTheConnection(name)) {
                values.forEach(value -> outgoing.header(name, value));
              }
            });
  }

  /** Path and query, as they came. */
  static String relative(URI uri) {
    String query = uri.getRawQuery();
    return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
  }

  private static boolean isOfTheConnection(String header) {
    return OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
  }
}
