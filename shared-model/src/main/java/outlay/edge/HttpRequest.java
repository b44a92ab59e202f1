package outlay.edge;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

/**
 * A request that API Gateway let through: its token is verified and bears the route's scope, unless
 * the route asks for none.
 *
 * @param routeKey the route in the template: {@code PUT /expenses/{id}}
 * @param userId the token's {@code sub}; empty, which names nobody, on a route without a token
 * @param groups the token's {@code cognito:groups}; none on a route without a token
 * @param headers by lower-case name
 * @param pathParameters by the name in the route, decoded
 * @param query what follows the question mark, decoded
 * @param body empty if there is none
 */
public record HttpRequest(
    String routeKey,
    String userId,
    Set<String> groups,
    Map<String, String> headers,
    Map<String, String> pathParameters,
    QueryParameters query,
    String body) {
  public HttpRequest {
    groups = Set.copyOf(groups);
    headers = Map.copyOf(headers);
    pathParameters = Map.copyOf(pathParameters);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** The path parameter, or an empty text, which names nothing. */
  public String pathParameter(String name) {
    return pathParameters.getOrDefault(name, "");
  }

  /**
   * Returns if the user is in one of these groups; to be called before anything else.
   *
   * @throws Refusal {@code FORBIDDEN}
   */
  public void requireGroup(Set<String> anyOf) {
    if (groups.stream().noneMatch(anyOf::contains)) {
      throw new Refusal(Reason.FORBIDDEN, "This is for others; ask an administrator for access.");
    }
  }
}
