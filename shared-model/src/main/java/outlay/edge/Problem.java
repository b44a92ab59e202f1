package outlay.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.model.Violation;

/**
 * Refusals and faults as problem documents.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class Problem {
  private static final String TYPE_PREFIX = "urn:outlay:problem:";
  private static final String RETRY_AFTER_SECONDS = "1";

  private Problem() {}

  /** Writes the members of the problem document that answers {@code refusal}. */
  public static void writeMembers(JsonGenerator json, Refusal refusal) throws IOException {
    Reason reason = refusal.reason();
    writeMembers(json, reason.status(), reason.code(), reason.title(), refusal.detail());
    if (!refusal.violations().isEmpty()) {
      json.writeArrayFieldStart("errors");
      for (Violation violation : refusal.violations()) {
        json.writeStartObject();
        json.writeStringField("field", violation.field());
        json.writeStringField("code", violation.code());
        json.writeStringField("detail", violation.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  static HttpResponse response(Refusal refusal) {
    Map<String, String> headers = new HashMap<>();
    switch (refusal.reason()) {
      case THROTTLED, UNAVAILABLE -> headers.put("retry-after", RETRY_AFTER_SECONDS);
      case UNAUTHENTICATED -> headers.put("www-authenticate", "Bearer");
      default -> {}
    }
    return response(
        refusal.reason().status(), headers, Json.object(json -> writeMembers(json, refusal)));
  }

  /** The answer to whatever went wrong that nobody foresaw: it says nothing but where to look. */
  static HttpResponse fault(String requestId) {
    return response(
        500,
        Map.of(),
        Json.object(
            json -> {
              writeMembers(
                  json,
                  500,
                  "internal-error",
                  "Something went wrong",
                  "It is our fault, and it was logged. Ask with the request id.");
              json.writeStringField("requestId", requestId);
            }));
  }

  private static void writeMembers(
      JsonGenerator json, int status, String code, String title, String detail) throws IOException {
    json.writeStringField("type", TYPE_PREFIX + code);
    json.writeStringField("title", title);
    json.writeNumberField("status", status);
    json.writeStringField("code", code);
    json.writeStringField("detail", detail);
  }

  private static HttpResponse response(int status, Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("content-type", "application/problem+json");
    return new HttpResponse(status, all, body);
  }
}
