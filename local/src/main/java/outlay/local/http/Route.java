package outlay.local.http;

import java.util.Optional;

/**
 * A route of the API.
 *
 * @param method {@code GET}, {@code POST} …, or {@code ANY}
 * @param path from the leading slash; a segment may be a variable {@code {id}}, the last one a
 *     greedy {@code {proxy+}}; or {@code $default}, for what no other route takes
 * @param function the function that answers
 * @param authorization who may call it; empty is everyone
 */
public record Route(
    String method, String path, String function, Optional<RouteAuthorization> authorization) {
  static final String DEFAULT = "$default";
  static final String ANY = "ANY";

  /** As the event says it. */
  String key() {
    return path.equals(DEFAULT) ? DEFAULT : method + " " + path;
  }
}
