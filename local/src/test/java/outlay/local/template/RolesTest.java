package outlay.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every permission of the template's roles, compared exactly with {@code permissions.txt}, so that
 * none comes or goes unseen.
 */
class RolesTest {
  private static final Path EXPECTED =
      Path.of("src/test/resources/outlay/local/template/permissions.txt");

  private static Blueprint blueprint() throws IOException {
    Locals locals =
        new Locals(
            URI.create("http://127.0.0.1:8701"),
            URI.create("http://127.0.0.1:8704"),
            "http://127.0.0.1:8703/outlay");
    return Template.read(Path.of("../template.yaml"))
        .blueprint(
            Map.of(
                "WebOrigin", "http://127.0.0.1:8700",
                "FinanceEmail", "finance@outlay.example",
                "OperatorsEmail", "operators@outlay.example"),
            locals);
  }

  /** Role, statement, action, resource, and condition: a line each. */
  private static List<String> lines(Blueprint.Role role) {
    List<String> lines = new ArrayList<>();
    for (JsonNode document : role.documents()) {
      for (JsonNode statement : document.path("Statement")) {
        for (String action : texts(statement.path("Action"))) {
          for (String resource : texts(statement.path("Resource"))) {
            JsonNode condition = statement.path("Condition");
            lines.add(
                "%s %s %s %s %s %s"
                    .formatted(
                        role.name().replace("outlay-", ""),
                        statement.path("Sid").asText(),
                        statement.path("Effect").asText(),
                        action,
                        resource.replace(":eu-central-2:000000000000:", ":::"),
                        condition.isMissingNode() ? "" : condition)
                    .strip());
          }
        }
      }
    }
    return lines;
  }

  private static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.asText());
    }
    oneOrMany.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Test
  void roles_allowWhatIsListedAndNothingElse() throws IOException {
    List<String> allowed =
        blueprint().roles().stream().flatMap(role -> lines(role).stream()).sorted().toList();

    assertThat(String.join("\n", allowed))
        .isEqualTo(
            Files.readAllLines(EXPECTED).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n")));
  }

  /** But where IAM knows no resource: traces, and subscriptions of SNS. */
  @Test
  void roles_allowNothingByWildcard() throws IOException {
    List<String> wild =
        blueprint().roles().stream()
            .flatMap(role -> lines(role).stream())
            .filter(line -> line.contains("*"))
            .filter(line -> !line.contains(" xray:") && !line.contains(" arn:aws:logs:"))
            .filter(line -> !line.matches(".* sns:(Unsubscribe|[GS]etSubscriptionAttributes) \\*"))
            .toList();

    assertThat(wild)
        .allMatch(line -> line.matches(".* s3:\\w+ arn:aws:s3:::\\S+/reports[a-z-]*/\\*"));
  }

  @Test
  void functions_haveARoleEachOfTheirOwn() throws IOException {
    List<String> roles =
        blueprint().functions().stream().map(function -> function.role().orElse("")).toList();

    assertThat(roles).doesNotContain("").doesNotHaveDuplicates();
  }
}
