package outlay.edge;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers without CORS ones: API Gateway sets those itself and ignores a function's
 * @param body empty if there is none
 */
public record HttpResponse(int status, Map<String, String> headers, String body) {
  public HttpResponse {
    headers = Map.copyOf(headers);
  }

  /** An answer in JSON. */
  public static HttpResponse json(int status, Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("content-type", "application/json");
    return new HttpResponse(status, all, body);
  }
}
