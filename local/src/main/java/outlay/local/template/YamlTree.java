package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * YAML as a tree of JSON, with CloudFormation's short tags in their long form: {@code !Ref A} is
 * {@code {"Ref": "A"}}, {@code !Sub} is {@code {"Fn::Sub": …}}.
 *
 * <p>CloudFormation reads YAML 1.1 and the parser here YAML 1.2. Where they differ on words ({@code
 * yes}, {@code off}), the template must use quotes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html">Intrinsic
 *     functions</a>
 */
final class YamlTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> BOOLEANS_IN_YAML_1_1 = Set.of("yes", "no", "on", "off");

  private final Problems problems;

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads one document. What is not YAML, or not a map, is a problem and gives an empty tree.
   *
   * @param problems where a key that stands twice, an anchor within itself, and so on, are noted
   */
  static ObjectNode read(String yaml, Problems problems) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    try {
      JsonNode tree =
          new Compose(settings)
              .composeString(yaml)
              .map(node -> new YamlTree(problems).tree(node))
              .orElse(JSON.objectNode());
      if (tree instanceof ObjectNode map) {
        return map;
      }
      problems.add("line 1", "is not a map of sections");
    } catch (YamlEngineException notYaml) {
      problems.add("not YAML", String.valueOf(notYaml.getMessage()));
    }
    return JSON.objectNode();
  }

  private JsonNode tree(Node node) {
    if (node.isRecursive()) {
      problems.add(line(node), "an anchor stands within itself");
      return JSON.nullNode();
    }
    String tag = node.getTag().getValue();
    boolean isShort = tag.startsWith("!") && tag.length() > 1;
    return isShort ? longForm(tag.substring(1), untagged(node)) : untagged(node);
  }

  private static JsonNode longForm(String name, JsonNode argument) {
    boolean isBare = name.equals("Ref") || name.equals("Condition");
    return JSON.objectNode().set(isBare ? name : "Fn::" + name, argument);
  }

  private JsonNode untagged(Node node) {
    if (node instanceof MappingNode map) {
      return map(map);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode list = JSON.arrayNode();
      sequence.getValue().forEach(item -> list.add(tree(item)));
      return list;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode map(MappingNode map) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        if (object.has(key.getValue())) {
          problems.add(line(key), "the key " + key.getValue() + " stands twice");
        }
        object.set(key.getValue(), tree(entry.getValueNode()));
      } else {
        problems.add(line(entry.getKeyNode()), "a key must be a text");
      }
    }
    return object;
  }

  private JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    if (scalar.getScalarStyle() == ScalarStyle.PLAIN
        && BOOLEANS_IN_YAML_1_1.contains(text.toLowerCase(Locale.ROOT))) {
      problems.add(line(scalar), "CloudFormation takes " + text + " for a boolean; quote it");
    }
    return JSON.textNode(text);
  }

  private static JsonNode number(String text) {
    try {
      return JSON.numberNode(new BigDecimal(text));
    } catch (NumberFormatException notDecimal) {
      return JSON.textNode(text); // 0x1F, .inf: refused where a number is wanted.
    }
  }

  private static String line(Node node) {
    return node.getStartMark().map(mark -> "line " + (mark.getLine() + 1)).orElse("somewhere");
  }
}
