package outlay.local.http;

import java.util.List;
import java.util.Map;

/** What an authorizer says of a request. */
sealed interface Verdict {
  /**
   * A good token with what the route asks for.
   *
   * @param claims of the token, each as text
   * @param scopes of the token that the route asks for
   */
  record Granted(Map<String, String> claims, List<String> scopes) implements Verdict {}

  /** No good token: 401. Why is told to nobody. */
  record Unauthorized() implements Verdict {}

  /** A good token, without a scope that the route asks for: 403. */
  record Forbidden() implements Verdict {}
}
