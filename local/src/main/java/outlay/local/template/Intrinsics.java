package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CloudFormation's intrinsic functions, conditions, and pseudo parameters, computed.
 *
 * <p>A value that cannot be computed is a problem at its path, and missing in the result; so is
 * {@code AWS::NoValue}, without being a problem.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html">Intrinsic
 *     functions</a>
 */
final class Intrinsics {
  private static final String ALIAS = ".Alias";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode NOTHING = MissingNode.getInstance();
  private static final Pattern IN_SUB = Pattern.compile("\\$\\{(!?)([^}]*)}");

  private final ObjectNode template;
  private final Map<String, JsonNode> parameters;
  private final Catalogue catalogue;
  private final Locals locals;
  private final Problems problems;
  private final Map<String, Boolean> conditions = new HashMap<>();
  private final Set<String> conditionsBeingComputed = new LinkedHashSet<>();

  Intrinsics(
      ObjectNode template,
      Map<String, JsonNode> parameters,
      Catalogue catalogue,
      Locals locals,
      Problems problems) {
    this.template = template;
    this.parameters = parameters;
    this.catalogue = catalogue;
    this.locals = locals;
    this.problems = problems;
  }

  /** The function that {@code node} calls, if it is a call: {@code Ref} or {@code Fn::…}. */
  static Optional<String> function(JsonNode node) {
    if (!node.isObject() || node.size() != 1) {
      return Optional.empty();
    }
    String key = node.fieldNames().next();
    return key.equals("Ref") || key.startsWith("Fn::") ? Optional.of(key) : Optional.empty();
  }

  /**
   * A copy of {@code node} with every call replaced by its value.
   *
   * @param path where the node stands, for problems
   */
  JsonNode resolve(JsonNode node, String path) {
    Optional<String> function = function(node);
    if (function.isPresent()) {
      return call(function.get(), node.path(function.get()), path);
    }
    if (node.isObject()) {
      ObjectNode resolved = JSON.objectNode();
      node.properties()
          .forEach(
              entry -> {
                JsonNode value = resolve(entry.getValue(), path + "." + entry.getKey());
                if (!value.isMissingNode()) {
                  resolved.set(entry.getKey(), value);
                }
              });
      return resolved;
    }
    if (node.isArray()) {
      ArrayNode resolved = JSON.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        JsonNode item = resolve(node.get(i), path + "[" + i + "]");
        if (!item.isMissingNode()) {
          resolved.add(item);
        }
      }
      return resolved;
    }
    return node;
  }

  /** Whether a resource or output is there: it has no condition, or one that holds. */
  boolean isPresent(JsonNode node, String path) {
    JsonNode condition = node.path("Condition");
    return condition.isMissingNode() || condition(condition.asText(), path + ".Condition");
  }

  private JsonNode call(String function, JsonNode argument, String path) {
    return switch (function) {
      case "Ref" -> ref(argument.asText(), path);
      case "Fn::GetAtt" -> getAtt(argument, path);
      case "Fn::Sub" -> sub(argument, path);
      case "Fn::Join" -> join(argument, path);
      case "Fn::Split" -> split(argument, path);
      case "Fn::Select" -> select(argument, path);
      case "Fn::If" -> choose(argument, path);
      case "Fn::FindInMap" -> findInMap(argument, path);
      case "Fn::Base64" ->
          text(resolve(argument, path), path)
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .<JsonNode>map(bytes -> JSON.textNode(Base64.getEncoder().encodeToString(bytes)))
              .orElse(NOTHING);
      case "Fn::ToJsonString" -> JSON.textNode(resolve(argument, path).toString());
      case "Fn::GetAZs" ->
          JSON.arrayNode()
              .add(Locals.REGION + "a")
              .add(Locals.REGION + "b")
              .add(Locals.REGION + "c");
      case "Fn::Length" -> JSON.numberNode(resolve(argument, path).size());
      case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or" ->
          JSON.booleanNode(holds(JSON.objectNode().set(function, argument), path));
      default -> problem(path, function + " is not understood");
    };
  }

  private JsonNode ref(String name, String path) {
    JsonNode parameter = parameters.get(name);
    if (parameter != null) {
      return parameter;
    }
    if (name.startsWith("AWS::")) {
      return pseudoParameter(name, path);
    }
    if (template.path("Parameters").has(name)) {
      return NOTHING; // Without a value: said where the parameters are checked.
    }
    if (name.endsWith(ALIAS)) {
      return alias(name.substring(0, name.length() - ALIAS.length()), path);
    }
    return resource(name, "Ref " + name, path)
        .<JsonNode>map(entry -> JSON.textNode(entry.ref(name, locals)))
        .orElse(NOTHING);
  }

  /**
   * The ARN of the alias that SAM makes for a function.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html">Generated
   *     resources</a>
   */
  private JsonNode alias(String function, String path) {
    JsonNode alias =
        template.path("Resources").path(function).path("Properties").path("AutoPublishAlias");
    return alias.isMissingNode()
        ? problem(path, "Ref " + function + ALIAS + ": " + function + " has no AutoPublishAlias")
        : text(attribute(function, "Arn", path), path)
            .<JsonNode>map(arn -> JSON.textNode(arn + ":" + alias.asText()))
            .orElse(NOTHING);
  }

  private JsonNode pseudoParameter(String name, String path) {
    return switch (name) {
      case "AWS::NoValue" -> NOTHING;
      case "AWS::AccountId" -> JSON.textNode(Locals.ACCOUNT);
      case "AWS::Region" -> JSON.textNode(Locals.REGION);
      case "AWS::Partition" -> JSON.textNode("aws");
      case "AWS::URLSuffix" -> JSON.textNode("amazonaws.com");
      case "AWS::StackName" -> JSON.textNode(Locals.STACK);
      case "AWS::StackId" ->
          JSON.textNode(
              "arn:aws:cloudformation:%s:%s:stack/%s/local"
                  .formatted(Locals.REGION, Locals.ACCOUNT, Locals.STACK));
      case "AWS::NotificationARNs" -> JSON.arrayNode();
      default -> problem(path, name + " is not understood");
    };
  }

  private JsonNode getAtt(JsonNode argument, String path) {
    JsonNode parts = argument.isTextual() ? dotted(argument.asText()) : resolve(argument, path);
    if (!parts.isArray() || parts.size() != 2) {
      return problem(path, "GetAtt takes a resource and an attribute");
    }
    return attribute(parts.get(0).asText(), parts.get(1).asText(), path);
  }

  private static ArrayNode dotted(String text) {
    int dot = text.indexOf('.');
    ArrayNode parts = JSON.arrayNode();
    return dot < 0 ? parts : parts.add(text.substring(0, dot)).add(text.substring(dot + 1));
  }

  private JsonNode attribute(String name, String attribute, String path) {
    String call = "GetAtt " + name + "." + attribute;
    Optional<Catalogue.Entry> entry = resource(name, call, path);
    if (entry.isEmpty()) {
      return NOTHING;
    }
    return entry
        .get()
        .attribute(attribute, name, locals)
        .<JsonNode>map(JSON::textNode)
        .orElseGet(() -> problem(path, call + ": no such attribute is known here"));
  }

  /** The kind of a resource; a resource that is not there, or not understood, has none. */
  private Optional<Catalogue.Entry> resource(String name, String call, String path) {
    JsonNode resource = template.path("Resources").path(name);
    if (resource.isMissingNode()) {
      problem(path, call + ": there is no such resource or parameter");
      return Optional.empty();
    }
    if (!isPresent(resource, name)) {
      problem(path, call + ": the condition of " + name + " is false");
      return Optional.empty();
    }
    // Of a type that is not understood: said where the resources are checked.
    return catalogue.type(resource.path("Type").asText());
  }

  private JsonNode sub(JsonNode argument, String path) {
    JsonNode format = argument.isArray() ? argument.path(0) : argument;
    if (!format.isTextual() || (argument.isArray() && !argument.path(1).isObject())) {
      return problem(path, "Sub takes a text, or a text and a map");
    }
    JsonNode variables = argument.isArray() ? resolve(argument.path(1), path) : NOTHING;
    Matcher matcher = IN_SUB.matcher(format.asText());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(2).strip();
      String value = matcher.group(1).isEmpty() ? inSub(name, variables, path) : "${" + name + "}";
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return JSON.textNode(matcher.appendTail(text).toString());
  }

  private String inSub(String name, JsonNode variables, String path) {
    JsonNode value =
        variables.has(name)
            ? variables.get(name)
            : name.contains(".")
                ? attribute(name.substring(0, name.indexOf('.')), afterDot(name), path)
                : ref(name, path);
    return text(value, path).orElse("");
  }

  private static String afterDot(String name) {
    return name.substring(name.indexOf('.') + 1);
  }

  private JsonNode join(JsonNode argument, String path) {
    JsonNode items = resolve(argument.path(1), path);
    if (argument.size() != 2 || !argument.path(0).isTextual() || !items.isArray()) {
      return problem(path, "Join takes a delimiter and a list");
    }
    List<String> texts = new ArrayList<>();
    items.forEach(item -> text(item, path).ifPresent(texts::add));
    return JSON.textNode(String.join(argument.path(0).asText(), texts));
  }

  private JsonNode split(JsonNode argument, String path) {
    Optional<String> text = text(resolve(argument.path(1), path), path);
    String delimiter = argument.path(0).asText();
    if (argument.size() != 2 || text.isEmpty() || delimiter.isEmpty()) {
      return problem(path, "Split takes a delimiter and a text");
    }
    ArrayNode parts = JSON.arrayNode();
    for (String part : text.get().split(Pattern.quote(delimiter), -1)) {
      parts.add(part);
    }
    return parts;
  }

  private JsonNode select(JsonNode argument, String path) {
    JsonNode items = resolve(argument.path(1), path);
    int index = resolve(argument.path(0), path).asInt(-1);
    if (argument.size() != 2 || !items.isArray() || index < 0 || index >= items.size()) {
      return problem(path, "Select takes an index and a list that is long enough");
    }
    return items.get(index);
  }

  private JsonNode choose(JsonNode argument, String path) {
    if (argument.size() != 3 || !argument.path(0).isTextual()) {
      return problem(path, "If takes a condition's name and two values");
    }
    return resolve(argument.get(condition(argument.get(0).asText(), path) ? 1 : 2), path);
  }

  private JsonNode findInMap(JsonNode argument, String path) {
    JsonNode keys = resolve(argument, path);
    JsonNode found =
        template
            .path("Mappings")
            .path(keys.path(0).asText())
            .path(keys.path(1).asText())
            .path(keys.path(2).asText());
    if (!found.isMissingNode()) {
      return found;
    }
    JsonNode fallback = keys.path(3).path("DefaultValue");
    return fallback.isMissingNode()
        ? problem(path, "FindInMap: there is no " + keys + " in Mappings")
        : fallback;
  }

  private boolean condition(String name, String path) {
    Boolean known = conditions.get(name);
    if (known != null) {
      return known;
    }
    JsonNode condition = template.path("Conditions").path(name);
    if (condition.isMissingNode()) {
      problem(path, "there is no condition " + name);
      return false;
    }
    if (!conditionsBeingComputed.add(name)) {
      problem("Conditions." + name, "depends on itself");
      return false;
    }
    boolean holds = holds(condition, "Conditions." + name);
    conditionsBeingComputed.remove(name);
    conditions.put(name, holds);
    return holds;
  }

  private boolean holds(JsonNode node, String path) {
    String function = node.isObject() && node.size() == 1 ? node.fieldNames().next() : "";
    JsonNode argument = node.path(function);
    List<JsonNode> arguments = new ArrayList<>();
    argument.forEach(arguments::add);
    return switch (function) {
      case "Condition" -> condition(argument.asText(), path);
      case "Fn::Equals" ->
          resolve(argument.path(0), path).asText().equals(resolve(argument.path(1), path).asText());
      case "Fn::Not" -> !holds(argument.path(0), path);
      case "Fn::And" -> arguments.stream().allMatch(part -> holds(part, path));
      case "Fn::Or" -> arguments.stream().anyMatch(part -> holds(part, path));
      default -> {
        problem(path, "is not a condition");
        yield false;
      }
    };
  }

  private Optional<String> text(JsonNode value, String path) {
    if (value.isContainerNode()) {
      problem(path, "needs a text and got " + value);
      return Optional.empty();
    }
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
  }

  private JsonNode problem(String path, String problem) {
    problems.add(path, problem);
    return NOTHING;
  }
}
