package outlay.local.edge;

import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, read completely, or but for a body that only passes through.
 *
 * @param uri path and query, as they came
 * @param headers by lower-case name
 * @param body empty where there is a {@code stream}
 * @param stream the body of a request to a backend that {@link Backend#streams}: can be read once,
 *     and need not be
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
public record Request(
    String method,
    URI uri,
    Map<String, List<String>> headers,
    byte[] body,
    Optional<InputStream> stream) {
  public Request {
    headers = Map.copyOf(headers);
  }

  /** A request that was read completely. */
  public Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    this(method, uri, headers, body, Optional.empty());
  }

  /** The first value of a header, whatever its case. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** This request with another body. */
  public Request withBody(byte[] other) {
    return new Request(method, uri, headers, other);
  }

  /** The parameters of an AWS query protocol call: those of the URI, then those of a form body. */
  public Map<String, String> form() {
    Map<String, String> form = new LinkedHashMap<>();
    addTo(form, Optional.ofNullable(uri.getRawQuery()).orElse(""));
    if (header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
      addTo(form, new String(body, StandardCharsets.UTF_8));
    }
    return form;
  }

  /** The parameters of a query string or form; of a name given twice, the last. */
  static void addTo(Map<String, String> form, String encoded) {
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
