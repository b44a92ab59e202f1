package outlay.local.edge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An HTTP response, complete. {@code content-length} and {@code date} are not among its headers.
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer with one header, its content type. */
  public static Answer of(int status, String contentType, String body) {
    return new Answer(
        status,
        Map.of("Content-Type", List.of(contentType)),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
