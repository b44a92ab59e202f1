package outlay.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import outlay.contract.Contract;
import outlay.contract.Operation;
import outlay.local.template.Blueprint;
import outlay.local.template.Locals;
import outlay.local.template.Template;

class ContractCheckTest {
  private static final Map<String, String> HEADERS =
      Map.of(
          "content-type", "application/json",
          "cache-control", "no-store",
          "x-content-type-options", "nosniff",
          "apigw-requestid", "id");

  private static Contract contract() throws IOException {
    return Contract.read(Path.of("../openapi.yaml"));
  }

  private static Blueprint blueprint() throws IOException {
    Map<String, String> parameters =
        Map.of(
            "WebOrigin", "http://127.0.0.1:8700",
            "FinanceEmail", "finance@outlay.example",
            "OperatorsEmail", "operators@outlay.example");
    URI any = URI.create("http://127.0.0.1:8701");
    return Template.read(Path.of("../template.yaml"))
        .blueprint(parameters, new Locals(any, any, "http://127.0.0.1:8703/outlay"));
  }

  @Test
  void close_allInTheContract_isQuiet() throws Exception {
    ContractCheck check = new ContractCheck(contract());

    assertThat(check.faults("GET /health", 200, HEADERS, "{\"status\":\"ok\"}".getBytes(UTF_8)))
        .isEmpty();
    assertThatCode(check::close).doesNotThrowAnyException();
  }

  @Test
  void close_afterAnUndocumentedField_saysWhichAndWhere() throws Exception {
    ContractCheck check = new ContractCheck(contract());
    byte[] body = "{\"status\":\"ok\",\"host\":\"h\"}".getBytes(UTF_8);

    assertThat(check.faults("GET /health", 200, HEADERS, body)).hasSize(1);
    assertThat(check.faults("", 418, HEADERS, body)).hasSize(1);

    assertThatThrownBy(check::close)
        .hasMessageContaining("GET /health: 200")
        .hasMessageContaining("'host'")
        .hasMessageContaining("no route: 418");
  }

  @Test
  void routesAndScopes_areThoseOfTheTemplate() throws Exception {
    Map<String, Set<String>> inTemplate =
        blueprint().api().orElseThrow().routes().stream()
            .collect(
                Collectors.toMap(
                    route -> (route.method() + " " + route.path()).replace("+}", "}"),
                    ContractCheckTest::scopes,
                    (one, other) -> one,
                    TreeMap::new));
    Map<String, Set<String>> inContract =
        contract().operations().stream()
            .collect(
                Collectors.toMap(
                    Operation::routeKey, Operation::scopes, (one, other) -> one, TreeMap::new));

    assertThat(inContract).isEqualTo(inTemplate);
  }

  private static Set<String> scopes(Blueprint.Route route) {
    assertThat(route.authorizer().isPresent()).isEqualTo(!route.scopes().isEmpty());
    return Set.copyOf(route.scopes());
  }

  @Test
  void groups_areThoseOfTheTemplate() throws Exception {
    List<String> declared = blueprint().signIn().orElseThrow().groups();

    assertThat(contract().operations())
        .allSatisfy(operation -> assertThat(declared).containsAll(operation.groups()));
  }
}
