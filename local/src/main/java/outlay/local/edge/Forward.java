package outlay.local.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
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

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final URI server;

  /**
   * @param server scheme, host, and port
   */
  public Forward(URI server) {
    this.server = server;
  }

  /** On the caller's own thread: handing it to others and back costs more than the call. */
  @Override
  public Answer answer(Call call) throws IOException {
    Request request = call.request();
    HttpURLConnection connection =
        (HttpURLConnection)
            server.resolve(relative(request.uri())).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(request.method());
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(Math.toIntExact(LONGEST.toMillis()));
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!isOfTheConnection(name)) {
                values.forEach(value -> connection.addRequestProperty(name, value));
              }
            });
    if (request.body().length > 0) {
      connection.setDoOutput(true); // Not streamed: head and body leave in one piece.
      try (OutputStream out = connection.getOutputStream()) {
        out.write(request.body());
      }
    }
    return new Answer(
        connection.getResponseCode(), headers(connection.getHeaderFields()), body(connection));
  }

  private static byte[] body(HttpURLConnection connection) throws IOException {
    boolean isError = connection.getResponseCode() >= HttpURLConnection.HTTP_BAD_REQUEST;
    try (InputStream in = isError ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  /** An answer's headers without those of the connection. */
  static Map<String, List<String>> headers(Map<String, List<String>> received) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    received.forEach(
        (name, values) -> {
          // The JDK files the status line under null.
          if (name != null && !name.startsWith(":") && !isOfTheConnection(name)) {
            headers.put(name, values);
          }
        });
    return headers;
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
