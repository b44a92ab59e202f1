package outlay.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private static final List<Route> ROUTES =
      List.of(
          route("ANY", "$default"),
          route("GET", "/files/{path+}"),
          route("ANY", "/files/readme"),
          route("GET", "/files/readme"),
          route("GET", "/expenses/{id}"),
          route("POST", "/expenses/{id}/restore"),
          route("GET", "/expenses/batch"),
          route("POST", "/expenses"));

  @Test
  void find_literalAndVariable_literalWins() {
    assertThat(find("GET", "/expenses/batch")).isEqualTo("GET /expenses/batch");
    assertThat(find("GET", "/expenses/b")).isEqualTo("GET /expenses/{id}");
  }

  @Test
  void find_methodAndAny_methodWins() {
    assertThat(find("GET", "/files/readme")).isEqualTo("GET /files/readme");
    assertThat(find("PUT", "/files/readme")).isEqualTo("ANY /files/readme");
  }

  @Test
  void find_greedy_takesTheRest() {
    Routes routes = new Routes(ROUTES, Optional.empty(), () -> 0);

    assertThat(routes.find("GET", "/files/a/b%20c").orElseThrow().pathParameters())
        .isEqualTo(Map.of("path", "a/b c"));
  }

  @Test
  void find_variable_isDecodedAndNeverEmpty() {
    Routes routes = new Routes(ROUTES, Optional.empty(), () -> 0);

    assertThat(routes.find("GET", "/expenses/a%2Fb+%E2%82%B9").orElseThrow().pathParameters())
        .isEqualTo(Map.of("id", "a/b+₹"));
    assertThat(find("GET", "/expenses/")).isEqualTo("$default");
  }

  @Test
  void find_otherPathOrMethod_isTheDefault() {
    assertThat(find("POST", "/expenses/")).isEqualTo("$default");
    assertThat(find("DELETE", "/expenses")).isEqualTo("$default");
    assertThat(find("POST", "/expenses/1/restore/2")).isEqualTo("$default");
  }

  @Test
  void find_nothingMatches_isEmpty() {
    Routes routes = new Routes(List.of(route("GET", "/a")), Optional.empty(), () -> 0);

    assertThat(routes.find("GET", "/b")).isEmpty();
    assertThat(routes.find("GET", "/a/")).isEmpty();
    assertThat(routes.find("GET", "/")).isEmpty();
  }

  private static String find(String method, String path) {
    return new Routes(ROUTES, Optional.empty(), () -> 0)
        .find(method, path)
        .orElseThrow()
        .route()
        .key();
  }

  private static Route route(String method, String path) {
    return new Route(method, path, "Test", Optional.empty());
  }
}
