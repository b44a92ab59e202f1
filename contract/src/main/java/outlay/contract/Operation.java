package outlay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * One route as {@code openapi.yaml} describes it.
 *
 * @param method in capitals
 * @param path with its parameters in braces: {@code /expenses/{id}}
 * @param scopes of which a token must bear one; empty if the route needs no token
 * @param groups of which the user must be in one; empty if it may be anybody
 * @param parameters Parameter Objects, references resolved
 * @param body the Request Body Object, resolved; missing if there is none
 * @param responses by status, resolved
 * @see <a href="https://spec.openapis.org/oas/v3.1.0#operation-object">Operation Object</a>
 */
public record Operation(
    String method,
    String path,
    Set<String> scopes,
    Set<String> groups,
    List<JsonNode> parameters,
    JsonNode body,
    JsonNode responses) {
  public Operation {
    scopes = Set.copyOf(scopes);
    groups = Set.copyOf(groups);
    parameters = List.copyOf(parameters);
  }

  /** As API Gateway names a route, but for the {@code +} of a greedy parameter. */
  public String routeKey() {
    return method + " " + path;
  }
}
