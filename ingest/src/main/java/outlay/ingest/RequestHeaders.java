package outlay.ingest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import outlay.edge.HttpRequest;
import outlay.model.Violation;

/** The headers that change what a request means. */
final class RequestHeaders {
  private static final int MAX_KEY_LENGTH = 255;
  private static final int MAX_ETAG_LENGTH = 20;

  private RequestHeaders() {}

  /** The idempotency key, or what is wrong with it. */
  static Optional<String> idempotencyKey(HttpRequest request, List<Violation> violations) {
    Optional<String> key = request.header("idempotency-key");
    key.ifPresent(text -> checkKey("Idempotency-Key", text, violations));
    return key;
  }

  /** Adds what is wrong with an idempotency key: it is 1 to 255 printable ASCII characters. */
  static void checkKey(String field, String key, List<Violation> violations) {
    if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      violations.add(
          new Violation(
              field,
              "invalid_key",
              "must be 1 to " + MAX_KEY_LENGTH + " characters, not all blank"));
    } else if (!key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      violations.add(new Violation(field, "invalid_key", "must be printable ASCII"));
    }
  }

  /**
   * The version that If-Match names: none if it is absent or {@code *}. Weak tags never match (RFC
   * 9110, section 13.1.1), and there are none of ours, so one is a mistake like any other text.
   */
  static OptionalLong ifMatch(HttpRequest request, List<Violation> violations) {
    String text = request.header("if-match").orElse("*");
    if (text.equals("*")) {
      return OptionalLong.empty();
    }
    if (text.length() > 2
        && text.length() < MAX_ETAG_LENGTH
        && text.startsWith("\"")
        && text.endsWith("\"")
        && text.substring(1, text.length() - 1).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.of(Long.parseLong(text, 1, text.length() - 1, 10));
    }
    violations.add(
        new Violation("If-Match", "invalid_etag", "must be an ETag such as \"3\", or *"));
    return OptionalLong.empty();
  }
}
