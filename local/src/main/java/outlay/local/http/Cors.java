package outlay.local.http;

import java.time.Duration;
import java.util.List;

/**
 * Which web pages may call the API.
 *
 * @param origins as browsers send them, or {@code *}
 * @param methods allowed, or {@code *}
 * @param headers that a page may send, or {@code *}
 * @param exposeHeaders that a page may read
 * @param maxAge how long a browser may remember this
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html">
 *     CORS for HTTP APIs</a>
 */
public record Cors(
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposeHeaders,
    Duration maxAge) {
  public Cors {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    headers = List.copyOf(headers);
    exposeHeaders = List.copyOf(exposeHeaders);
  }

  boolean allows(String origin) {
    return origins.contains("*") || origins.stream().anyMatch(origin::equalsIgnoreCase);
  }

  /** What the browser is told about an origin that is allowed. */
  String allowOrigin(String origin) {
    return origins.contains("*") ? "*" : origin;
  }
}
