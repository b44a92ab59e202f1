package outlay.query;

import java.util.HashMap;
import java.util.Map;
import outlay.edge.HttpResponse;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/** Answers that are never stored on the way, and that fit what Lambda may answer. */
final class Answers {
  /**
   * Some way below the 6 MB that an answer may have, the body as a JSON string within it.
   *
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
   *     quotas</a>
   */
  static final int MAX_BYTES = 6_000_000;

  private Answers() {}

  /**
   * 200.
   *
   * @throws Refusal {@code RESULT_TOO_LARGE}
   */
  static HttpResponse ok(Map<String, String> headers, String body) {
    if (bytesInJson(body) > MAX_BYTES) {
      throw tooLarge();
    }
    Map<String, String> all = new HashMap<>(headers);
    all.put("cache-control", "no-store");
    all.put("x-content-type-options", "nosniff");
    return new HttpResponse(200, all, body);
  }

  /** 200 with JSON, as {@link #ok}. */
  static HttpResponse json(Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("content-type", "application/json");
    return ok(all, body);
  }

  static Refusal tooLarge() {
    return new Refusal(
        Reason.RESULT_TOO_LARGE,
        "It is too much for one answer: narrow from and to, and ask twice.");
  }

  /** How many bytes a text takes as a JSON string in UTF-8, at most. */
  static long bytesInJson(String text) {
    long bytes = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || Character.isSurrogate(c)) {
        bytes += c == '\n' || c == '\r' || c == '\t' ? 2 : 6;
      } else if (c < 0x80) {
        bytes += c == '"' || c == '\\' ? 2 : 1;
      } else {
        bytes += c < 0x800 ? 2 : 3;
      }
    }
    return bytes;
  }
}
