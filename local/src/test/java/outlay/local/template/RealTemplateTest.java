package outlay.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The template at the repository's root, as this machine reads it. */
class RealTemplateTest {
  private static final Locals LOCALS =
      new Locals(
          URI.create("http://127.0.0.1:8701"),
          URI.create("http://127.0.0.1:8704"),
          "http://127.0.0.1:8703/outlay");
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "WebOrigin", "http://127.0.0.1:8700",
          "FinanceEmail", "finance@outlay.example",
          "OperatorsEmail", "operators@outlay.example");

  private static Blueprint blueprint() throws IOException {
    return Template.read(Path.of("../template.yaml")).blueprint(PARAMETERS, LOCALS);
  }

  private static Blueprint.Function named(String name, List<Blueprint.Function> functions) {
    return functions.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void functions_haveGlobalsAndTheirOwnSettings() throws IOException {
    List<Blueprint.Function> functions = blueprint().functions();

    assertThat(functions)
        .extracting(Blueprint.Function::name)
        .contains("Ingest", "Totals", "Alerts");
    Blueprint.Function ingest = named("Ingest", functions);
    assertThat(ingest.code()).isEqualTo(Path.of("ingest/target/ingest.jar"));
    assertThat(ingest.layers()).containsExactly(Path.of("shared-model/http-layer/target/layer"));
    assertThat(ingest.memoryMb()).isEqualTo(1024);
    assertThat(ingest.timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(ingest.environment())
        .containsEntry("EXPENSES_TABLE", "outlay-ExpensesTable")
        .containsEntry("DEFAULT_CURRENCY", "INR")
        .containsEntry("AWS_LAMBDA_LOG_FORMAT", "JSON")
        .containsEntry("AWS_LAMBDA_LOG_LEVEL", "INFO");
    assertThat(named("Alerts", functions).environment())
        .containsEntry("DEFAULT_ALERT_LEVELS", "80,100")
        .containsEntry(
            "FAILURES_QUEUE_URL", "http://127.0.0.1:8704/000000000000/outlay-AlertsFailures");
  }

  @Test
  void api_hasRoutesWithScopesAndTheSignInAsIssuer() throws IOException {
    Blueprint.Api api = blueprint().api().orElseThrow();

    assertThat(api.routes())
        .contains(
            new Blueprint.Route(
                "POST", "/expenses", "Ingest", Optional.of("Users"), List.of("outlay/write")));
    assertThat(api.authorizers())
        .containsExactly(
            new Blueprint.Authorizer(
                "Users",
                "authorization",
                "http://127.0.0.1:8703/outlay",
                List.of("outlay-UserPoolClient")));
    assertThat(api.cors().orElseThrow().origins()).containsExactly("http://127.0.0.1:8700");
    assertThat(api.throttling()).contains(new Blueprint.Throttling(new BigDecimal("50"), 100));
  }

  @Test
  void tables_haveKeysIndexesStreamsAndExpiry() throws IOException {
    assertThat(blueprint().tables())
        .contains(
            new Blueprint.Table(
                "ExpensesTable",
                "outlay-ExpensesTable",
                Map.of("userId", "S", "expenseId", "S", "date", "S"),
                List.of("userId", "expenseId"),
                List.of(new Blueprint.Index("byDate", List.of("userId", "date"), "ALL", List.of())),
                List.of(),
                Optional.of("NEW_AND_OLD_IMAGES"),
                Optional.of("expiresAt")));
  }

  @Test
  void streamMappings_leadFromTablesToFunctions() throws IOException {
    List<Blueprint.StreamMapping> mappings = blueprint().streamMappings();

    assertThat(mappings)
        .extracting(Blueprint.StreamMapping::id)
        .contains(
            "Totals-ExpenseChanges",
            "Alerts-ExpenseChanges",
            "Alerts-TotalsChanges",
            "Alerts-BudgetChanges");
    assertThat(mappings.get(0))
        .isEqualTo(
            new Blueprint.StreamMapping(
                "Totals-ExpenseChanges",
                "Totals",
                "outlay-ExpensesTable",
                "arn:aws:dynamodb:eu-central-2:000000000000:table/outlay-ExpensesTable/stream/local",
                List.of(),
                1000,
                Duration.ZERO,
                true,
                50,
                Optional.of(Duration.ofHours(6)),
                true,
                Optional.of("outlay-TotalsFailures"),
                true));
    assertThat(mappings.get(1).filterPatterns()).hasSize(1);
  }

  @Test
  void outputs_nameWhatAClientNeeds() throws IOException {
    assertThat(blueprint().outputs())
        .containsEntry("Api", "http://127.0.0.1:8701")
        .containsEntry("ExpensesTable", "outlay-ExpensesTable")
        .containsEntry(
            "TotalsFailuresUrl", "http://127.0.0.1:8704/000000000000/outlay-TotalsFailures");
  }

  @Test
  void signInAndMessages_areThere() throws IOException {
    Blueprint blueprint = blueprint();

    assertThat(blueprint.signIn().orElseThrow().groups()).containsExactly("finance", "operators");
    assertThat(blueprint.signIn().orElseThrow().scopes()).contains("outlay/read", "outlay/write");
    assertThat(blueprint.subscriptions())
        .extracting(Blueprint.Subscription::endpoint)
        .containsExactly("finance@outlay.example", "operators@outlay.example");
    assertThat(blueprint.notSimulated()).contains("encryption", "lifecycles of objects");
    assertThat(blueprint.notSimulated()).anyMatch(words -> words.matches("\\d+ alarms"));
  }
}
