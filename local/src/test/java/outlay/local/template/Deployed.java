package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A template as CloudFormation would see it with a stage's parameters: globals merged, intrinsic
 * functions computed, resources without effect on one machine included.
 */
final class Deployed {
  private static final Locals LOCALS =
      new Locals(
          URI.create("https://api.execute-api.eu-central-2.amazonaws.com"),
          URI.create("https://sqs.eu-central-2.amazonaws.com"),
          "https://cognito-idp.eu-central-2.amazonaws.com/eu-central-2_UserPool");

  private static final Catalogue CATALOGUE = Catalogue.read();

  private final String stage;
  private final ObjectNode written;
  private final Map<String, JsonNode> resources = new LinkedHashMap<>();
  private final Map<String, JsonNode> outputs = new LinkedHashMap<>();
  private final List<String> unresolved;

  private Deployed(String stage, ObjectNode written) {
    this.stage = stage;
    this.written = written;
    Problems problems = new Problems("template.yaml");
    ObjectNode template = written.deepCopy();
    Globals.merge(template, problems);
    Map<String, JsonNode> parameters =
        Parameters.values(
            template.path("Parameters"),
            Map.of(
                "Stage", stage,
                "FinanceEmail", "finance@outlay.example",
                "OperatorsEmail", "operators@outlay.example"),
            problems);
    Intrinsics intrinsics = new Intrinsics(template, parameters, CATALOGUE, LOCALS, problems);
    template
        .path("Resources")
        .properties()
        .forEach(
            entry -> {
              if (intrinsics.isPresent(entry.getValue(), entry.getKey())) {
                resources.put(entry.getKey(), intrinsics.resolve(entry.getValue(), entry.getKey()));
              }
            });
    template
        .path("Outputs")
        .properties()
        .forEach(
            entry ->
                outputs.put(
                    entry.getKey(),
                    intrinsics.resolve(entry.getValue().path("Value"), entry.getKey())));
    unresolved = found(problems);
  }

  /**
   * @param written the template's tree, which is left as it is
   */
  static Deployed of(ObjectNode written, String stage) {
    return new Deployed(stage, written);
  }

  private static List<String> found(Problems problems) {
    try {
      problems.refuse();
      return List.of();
    } catch (TemplateRefused refused) {
      return refused.problems();
    }
  }

  boolean isProduction() {
    return stage.equals("prod");
  }

  /** The tree before anything was computed. */
  ObjectNode written() {
    return written;
  }

  /** What could not be computed. */
  List<String> unresolved() {
    return unresolved;
  }

  /** The resources of a type by their names, in the template's order. */
  Map<String, JsonNode> all(String type) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    resources.forEach(
        (id, resource) -> {
          if (resource.path("Type").asText().equals(type)) {
            found.put(id, resource);
          }
        });
    return found;
  }

  Map<String, JsonNode> functions() {
    return all("AWS::Serverless::Function");
  }

  Map<String, JsonNode> resources() {
    return resources;
  }

  /** The properties of one resource; missing if there is no such resource. */
  JsonNode properties(String id) {
    JsonNode resource = resources.get(id);
    return resource == null ? written.path("not there") : resource.path("Properties");
  }

  JsonNode output(String name) {
    JsonNode output = outputs.get(name);
    return output == null ? written.path("not there") : output;
  }

  /** A function's events of one type, by name: their properties. */
  static Map<String, JsonNode> events(JsonNode function, String type) {
    Map<String, JsonNode> events = new LinkedHashMap<>();
    function
        .path("Properties")
        .path("Events")
        .properties()
        .forEach(
            event -> {
              if (event.getValue().path("Type").asText().equals(type)) {
                events.put(event.getKey(), event.getValue().path("Properties"));
              }
            });
    return events;
  }

  /** A text, or each of a list of texts. */
  static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isValueNode()) {
      texts.add(oneOrMany.asText());
    }
    oneOrMany.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
