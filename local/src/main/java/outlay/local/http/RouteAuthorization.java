package outlay.local.http;

import java.util.List;

/**
 * Who may call a route.
 *
 * @param authorizer name of a {@link JwtAuthorizer}
 * @param scopes the token must bear one of these; empty asks for no scope
 */
public record RouteAuthorization(String authorizer, List<String> scopes) {
  public RouteAuthorization {
    scopes = List.copyOf(scopes);
  }
}
