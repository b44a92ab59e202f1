package outlay.local.http;

import java.util.List;
import java.util.Optional;

/** The API as the template describes it. */
public record HttpApiSpec(
    String apiId,
    List<Route> routes,
    List<JwtAuthorizer> authorizers,
    Optional<Cors> cors,
    Optional<Throttling> throttling) {
  public HttpApiSpec {
    routes = List.copyOf(routes);
    authorizers = List.copyOf(authorizers);
  }
}
