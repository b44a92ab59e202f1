package outlay.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.model.Currency;
import outlay.model.Refusal;

class ContractTest {
  private static final Contract CONTRACT = contract();
  private static final String EXPENSE =
      """
      {"expenseId":"019be5a7-2b7c-7abc-8def-000000000001","type":"expense","date":"2026-01-22",
      "category":"Food","amount":120.50,"currency":"INR","description":"Thali","version":1,
      "createdAt":"2026-01-22T12:00:00.123456Z","updatedAt":"2026-01-22T12:00:00.123456Z"}
      """;

  private static Contract contract() {
    try {
      return Contract.read(Path.of("..", "openapi.yaml"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Map<String, String> headers() {
    return new HashMap<>(
        Map.of(
            "Content-Type", "application/json",
            "ETag", "\"1\"",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Apigw-Requestid", "id"));
  }

  private static List<String> faults(int status, Map<String, String> headers, String body) {
    return CONTRACT.faults("GET /expenses/{id}", new Answer(status, headers, body));
  }

  @Test
  void faults_asDocumented_none() {
    assertThat(faults(200, headers(), EXPENSE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\":1        | \"version\":1,\"userId\":\"u\"",
        "\"version\":1        | \"version\":1.5",
        "\"version\":1,       | ''",
        "120.50               | 120.5001",
        "120.50               | 0",
        "120.50               | \"120.50\"",
        "\"INR\"              | \"XXX\"",
        "2026-01-22\"         | 2026-02-30\"",
        "\"expense\"          | \"gift\"",
        "\"Thali\"            | null",
      })
  void faults_bodyWithOneThingChanged_areNamed(String from, String to) {
    assertThat(EXPENSE).contains(from);

    assertThat(faults(200, headers(), EXPENSE.replace(from, to))).isNotEmpty();
  }

  @Test
  void faults_undocumentedHeader_isNamed() {
    Map<String, String> headers = headers();
    headers.put("X-Powered-By", "Java");

    assertThat(faults(200, headers, EXPENSE))
        .containsExactly("there is no such header: x-powered-by");
  }

  @Test
  void faults_missingHeader_isNamed() {
    Map<String, String> headers = headers();
    headers.remove("ETag");

    assertThat(faults(200, headers, EXPENSE)).containsExactly("header etag is missing");
  }

  @Test
  void faults_undocumentedStatusOrMediaType_isNamed() {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "text/html");

    assertThat(faults(206, headers(), EXPENSE)).containsExactly("there is no such status");
    assertThat(faults(200, headers, EXPENSE))
        .containsExactly("there is no such media type: text/html");
    assertThat(CONTRACT.faults("GET /nothing", new Answer(200, headers(), "{}")))
        .containsExactly("there is no such route");
  }

  @Test
  void faults_problemWithAnothersCode_isNamed() {
    Map<String, String> headers =
        Map.of("content-type", "application/problem+json", "apigw-requestid", "id");
    String problem =
        """
        {"type":"urn:outlay:problem:%1$s","title":"No","status":404,"code":"%1$s","detail":"No."}
        """;

    assertThat(faults(404, headers, problem.formatted("expense-not-found"))).isEmpty();
    assertThat(faults(404, headers, problem.formatted("budget-not-found"))).isNotEmpty();
  }

  @Test
  void faultsWithoutRoute_onlyTheGatewaysOwn() {
    Map<String, String> headers = Map.of("content-type", "application/json", "apigw-requestid", "");
    Map<String, String> good = Map.of("content-type", "application/json", "apigw-requestid", "id");

    assertThat(CONTRACT.faultsWithoutRoute(new Answer(404, good, "{\"message\":\"Not Found\"}")))
        .isEmpty();
    assertThat(CONTRACT.faultsWithoutRoute(new Answer(404, headers, "{\"message\":\"No\"}")))
        .hasSize(2);
    assertThat(CONTRACT.faultsWithoutRoute(new Answer(500, good, "{}")))
        .containsExactly("there is no such status");
  }

  @Test
  void examples_followTheirSchemas() {
    List<String> wrong = new ArrayList<>();
    int count = examples(CONTRACT.document(), "", wrong);

    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(80);
  }

  /** Checks every example below a node; returns how many. */
  private static int examples(JsonNode node, String at, List<String> wrong) {
    int count = 0;
    if (node.has("schema")) {
      List<JsonNode> values = new ArrayList<>();
      node.path("examples").forEach(example -> values.add(example.path("value")));
      if (node.has("example")) {
        values.add(node.path("example"));
      }
      for (JsonNode value : values) {
        CONTRACT.check(node.path("schema"), value).forEach(fault -> wrong.add(at + fault));
      }
      count += values.size();
    }
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      count += examples(each.getValue(), at + "/" + each.getKey(), wrong);
    }
    if (node.isArray()) {
      for (JsonNode each : node) {
        count += examples(each, at, wrong);
      }
    }
    return count;
  }

  @Test
  void everySuccess_hasAnExample() {
    for (Operation operation : CONTRACT.operations()) {
      for (Map.Entry<String, JsonNode> response : operation.responses().properties()) {
        response
            .getValue()
            .path("content")
            .forEach(media -> assertThat(media.path("examples")).isNotEmpty());
      }
      operation.body().path("content").forEach(media -> assertThat(media.has("examples")).isTrue());
    }
  }

  @Test
  void problemCodes_areThoseOfTheFunctions() {
    Set<String> expected = new TreeSet<>(Set.of("internal-error"));
    for (Refusal.Reason reason : Refusal.Reason.values()) {
      expected.add(reason.code());
    }

    assertThat(texts("/components/schemas/ProblemCode/enum"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void currencies_areThoseInUse() {
    List<String> letters =
        Stream.iterate('A', c -> (char) (c + 1)).limit(26).map(String::valueOf).toList();
    List<String> inUse =
        letters.stream()
            .flatMap(one -> letters.stream().map(one::concat))
            .flatMap(two -> letters.stream().map(two::concat))
            .filter(code -> Currency.find(code).isPresent())
            .toList();

    assertThat(texts("/components/schemas/Currency/enum"))
        .containsExactlyInAnyOrderElementsOf(inUse);
  }

  private static List<String> texts(String pointer) {
    List<String> texts = new ArrayList<>();
    CONTRACT.document().at(pointer).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void everyComponent_isUsed() {
    String text = CONTRACT.document().toString();
    List<String> unused = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind : CONTRACT.document().path("components").properties()) {
      for (Map.Entry<String, JsonNode> each : kind.getValue().properties()) {
        if (!text.contains("\"#/components/" + kind.getKey() + "/" + each.getKey() + "\"")) {
          unused.add(each.getKey());
        }
      }
    }

    assertThat(unused)
        .containsExactlyInAnyOrder("oidc", "NotFound", "HeadersTooLarge", "Preflight");
  }

  @Test
  void everyObjectOfAnAnswer_isClosed() {
    for (Operation operation : CONTRACT.operations()) {
      for (JsonNode response : operation.responses()) {
        for (JsonNode media : response.path("content")) {
          assertClosed(media.path("schema"), operation.routeKey());
        }
      }
    }
  }

  private static void assertClosed(JsonNode unresolved, String at) {
    JsonNode schema = CONTRACT.resolved(unresolved);
    boolean object = schema.has("properties") || schema.has("allOf");
    if (object && !schema.path("type").asText("object").equals("object")) {
      object = false;
    }
    if (object && schema.has("properties")) {
      assertThat(
              schema.path("additionalProperties").isBoolean()
                  || schema.path("unevaluatedProperties").isBoolean())
          .as(at + " " + schema)
          .isTrue();
    }
    schema.path("properties").forEach(each -> assertClosed(each, at));
    schema.path("oneOf").forEach(each -> assertClosed(each, at));
    if (schema.has("items")) {
      assertClosed(schema.path("items"), at);
    }
  }
}
