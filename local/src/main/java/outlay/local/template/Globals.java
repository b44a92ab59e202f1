package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * SAM's {@code Globals}, merged into the resources they are for: a scalar of the resource wins,
 * maps are merged, lists are the global's items and then the resource's.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html">Globals</a>
 */
final class Globals {
  private static final Map<String, String> TYPES =
      Map.of(
          "Function", "AWS::Serverless::Function",
          "HttpApi", "AWS::Serverless::HttpApi");

  private Globals() {}

  /** Merges the section {@code Globals} into {@code Resources}, in place. */
  static void merge(ObjectNode template, Problems problems) {
    for (Map.Entry<String, JsonNode> global : template.path("Globals").properties()) {
      String type = TYPES.get(global.getKey());
      if (type == null) {
        problems.add("Globals." + global.getKey(), "not understood");
        continue;
      }
      for (JsonNode resource : template.path("Resources")) {
        if (resource.path("Type").asText().equals(type) && resource instanceof ObjectNode object) {
          JsonNode own = object.path("Properties");
          object.set(
              "Properties", merged(global.getValue(), own.isMissingNode() ? emptyMap() : own));
        }
      }
    }
  }

  private static JsonNode merged(JsonNode global, JsonNode own) {
    if (isMap(global) && isMap(own)) {
      ObjectNode merged = global.deepCopy();
      own.properties()
          .forEach(
              entry -> {
                JsonNode inherited = merged.get(entry.getKey());
                merged.set(
                    entry.getKey(),
                    inherited == null ? entry.getValue() : merged(inherited, entry.getValue()));
              });
      return merged;
    }
    if (global instanceof ArrayNode first && own instanceof ArrayNode second) {
      return first.deepCopy().addAll(second);
    }
    return own;
  }

  /** {@code !If} and the like stand for a value: they are replaced, not merged. */
  private static boolean isMap(JsonNode node) {
    return node.isObject() && Intrinsics.function(node).isEmpty();
  }

  private static ObjectNode emptyMap() {
    return JsonNodeFactory.instance.objectNode();
  }
}
