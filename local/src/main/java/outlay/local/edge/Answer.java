package outlay.local.edge;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP response, complete, or but for a body that only passes through. {@code date} is not among
 * its headers, and {@code content-length} only in an answer to {@code HEAD}.
 *
 * @param body empty where there is a {@code stream}
 * @param stream the body of a backend that {@link Backend#streams}; whoever does not hand the
 *     answer on closes it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
public record Answer(
    int status, Map<String, List<String>> headers, byte[] body, Optional<Stream> stream) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** A complete answer. */
  public Answer(int status, Map<String, List<String>> headers, byte[] body) {
    this(status, headers, body, Optional.empty());
  }

  /**
   * A body on its way.
   *
   * @param length in bytes; -1 if it is not known
   */
  public record Stream(InputStream content, long length) {}

  /** An answer with one header, its content type. */
  public static Answer of(int status, String contentType, String body) {
    return new Answer(
        status,
        Map.of("Content-Type", List.of(contentType)),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
