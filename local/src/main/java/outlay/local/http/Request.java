package outlay.local.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came.
 *
 * @param id as in the answer's {@code apigw-requestid}
 * @param rawPath still encoded
 * @param rawQuery still encoded, empty if there is none
 */
record Request(
    String id,
    String method,
    String rawPath,
    String rawQuery,
    String protocol,
    String sourceIp,
    Headers headers,
    InputStream body) {
  /** Request line and header values together may be this long. */
  private static final int MAX_HEADER_BYTES = 10_240;

  private static final long DISCARDED_BYTES = 64L * 1024 * 1024;
  private static final int ID_BYTES = 11;
  private static final SecureRandom RANDOM = new SecureRandom();

  static Request of(HttpExchange exchange) {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    @Nullable String path = exchange.getRequestURI().getRawPath();
    @Nullable String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        Base64.getUrlEncoder().encodeToString(id),
        exchange.getRequestMethod(),
        path == null || path.isEmpty() ? "/" : path,
        query == null ? "" : query,
        exchange.getProtocol(),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        exchange.getRequestHeaders(),
        exchange.getRequestBody());
  }

  /** The first value of a header, empty if it is missing. */
  String header(String name) {
    @Nullable String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  List<String> headerValues(String name) {
    @Nullable List<String> values = headers.get(name);
    return values == null ? List.of() : values;
  }

  boolean hasHeadersTooLarge() {
    long bytes = method.length() + rawPath.length() + rawQuery.length() + protocol.length() + 4L;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        bytes += header.getKey().length() + value.length();
      }
    }
    return bytes > MAX_HEADER_BYTES;
  }

  /** Reads the body; null if it is longer than {@code limit} bytes. */
  byte @Nullable [] bodyUpTo(int limit) throws IOException {
    byte[] read = body.readNBytes(limit + 1);
    return read.length <= limit ? read : null;
  }

  /**
   * Reads on to the body's end, or as far as a client may send in earnest. A connection that is
   * closed with a body under way loses the answer too.
   */
  void discardBody() throws IOException {
    byte[] discarded = new byte[64 * 1024];
    long left = DISCARDED_BYTES;
    for (int count = body.read(discarded); count > 0 && left > 0; count = body.read(discarded)) {
      left -= count;
    }
  }
}
