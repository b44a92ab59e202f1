package outlay.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A role and the statements of all its policies.
 *
 * @param name as in its ARN
 */
public record Role(String name, List<Statement> statements) {
  private static final Set<String> ELEMENTS =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");

  /** What is compared: all of them as texts. */
  private static final Set<String> OPERATORS =
      Set.of("StringEquals", "StringLike", "ArnEquals", "ArnLike", "Bool");

  public Role {
    statements = List.copyOf(statements);
  }

  /**
   * Reads policy documents.
   *
   * @throws IllegalArgumentException naming an element that is not understood: to ignore it could
   *     allow what IAM does not
   */
  public static Role of(String name, List<JsonNode> documents) {
    List<Statement> statements = new ArrayList<>();
    for (JsonNode document : documents) {
      for (JsonNode statement : items(document.path("Statement"))) {
        statements.add(statement(name, statement));
      }
    }
    return new Role(name, statements);
  }

  private static Statement statement(String role, JsonNode node) {
    Set<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(ELEMENTS);
    node.path("Condition").fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(OPERATORS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The role " + role + " has policy elements that are not understood here: " + unknown);
    }
    return new Statement(
        node.path("Sid").asText(),
        node.path("Effect").asText().equals("Allow"),
        texts(node.path("Action")),
        texts(node.path("Resource")),
        conditions(node.path("Condition")));
  }

  private static Map<String, Map<String, List<String>>> conditions(JsonNode node) {
    Map<String, Map<String, List<String>>> conditions = new HashMap<>();
    node.properties()
        .forEach(
            operator -> {
              Map<String, List<String>> keys = new HashMap<>();
              operator
                  .getValue()
                  .properties()
                  .forEach(key -> keys.put(key.getKey(), texts(key.getValue())));
              conditions.put(operator.getKey(), keys);
            });
    return conditions;
  }

  private static List<String> texts(JsonNode oneOrMany) {
    return items(oneOrMany).stream().map(JsonNode::asText).toList();
  }

  private static List<JsonNode> items(JsonNode oneOrMany) {
    if (oneOrMany.isMissingNode()) {
      return List.of();
    }
    if (!oneOrMany.isArray()) {
      return List.of(oneOrMany);
    }
    List<JsonNode> items = new ArrayList<>();
    oneOrMany.forEach(items::add);
    return items;
  }

  /** Whether a statement allows it and none denies it. */
  boolean allows(Access access) {
    List<Statement> matching = statements.stream().filter(each -> each.matches(access)).toList();
    return !matching.isEmpty() && matching.stream().allMatch(Statement::allows);
  }
}
