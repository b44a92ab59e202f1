package outlay.local.http;

import java.util.List;
import java.util.Map;

/** Sees every answer of the API before it goes out, in parallel. */
@FunctionalInterface
public interface Witness {
  /**
   * What is wrong with an answer. If anything is, a 500 that says it goes out in its place.
   *
   * @param routeKey {@code GET /expenses/{id}}; empty if API Gateway answered before it knew a
   *     route
   * @param headers names in lower case
   */
  List<String> faults(String routeKey, int status, Map<String, String> headers, byte[] body);
}
