package outlay.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code template.yaml} holds to every {@link Invariant} on both stages, and every invariant sees
 * the faults of {@code faults.txt}.
 */
class InvariantsTest {
  private static final Path FAULTS = Path.of("src/test/resources/outlay/local/template/faults.txt");
  private static final List<String> STAGES = List.of("prod", "dev");
  private static final ObjectNode TEMPLATE = template();

  private static ObjectNode template() {
    try {
      Problems problems = new Problems("template.yaml");
      ObjectNode tree = YamlTree.read(Files.readString(Path.of("../template.yaml")), problems);
      problems.refuse();
      return tree;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One line of {@code faults.txt}. */
  record Fault(Invariant invariant, String path, String value, String says) {
    static Fault of(String line) {
      List<String> columns = Stream.of(line.split(" \\| ", -1)).map(String::strip).toList();
      return new Fault(
          Invariant.valueOf(columns.get(0)), columns.get(1), columns.get(2), columns.get(3));
    }

    ObjectNode planted() {
      ObjectNode tree = TEMPLATE.deepCopy();
      String pointer = path.startsWith("../") ? path.substring(2) : "/Resources/" + path;
      int slash = pointer.lastIndexOf('/');
      JsonNode parent = tree.at(pointer.substring(0, slash));
      String last = pointer.substring(slash + 1);
      if (parent instanceof ArrayNode list) {
        int index = Integer.parseInt(last);
        if (value.equals("-")) {
          assertThat(list.remove(index)).as(path).isNotNull();
        } else {
          list.insert(index, json());
        }
      } else if (value.equals("-")) {
        assertThat(((ObjectNode) parent).remove(last)).as(path).isNotNull();
      } else {
        assertThat(parent).as(path).isInstanceOf(ObjectNode.class);
        ((ObjectNode) parent).set(last, json());
      }
      return tree;
    }

    /** A filter's pattern and a dashboard's body are texts that hold JSON. */
    private JsonNode json() {
      try {
        boolean isText = path.endsWith("Pattern") || path.endsWith("Body");
        return isText ? TextNode.valueOf(value) : new ObjectMapper().readTree(value);
      } catch (JsonProcessingException plain) {
        return TextNode.valueOf(value);
      }
    }
  }

  static List<Fault> faults() throws IOException {
    return Files.readAllLines(FAULTS).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Fault::of)
        .toList();
  }

  private static List<String> violations(Invariant invariant, ObjectNode template) {
    List<String> violations = new ArrayList<>();
    for (String stage : STAGES) {
      violations.addAll(invariant.violations(Deployed.of(template, stage)));
    }
    return violations;
  }

  @ParameterizedTest
  @EnumSource
  void template_holds(Invariant invariant) {
    assertThat(violations(invariant, TEMPLATE)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_isSeen(Fault fault) {
    assertThat(violations(fault.invariant(), fault.planted()))
        .anyMatch(violation -> violation.contains(fault.says()));
  }

  /** A rule that was never broken may be one that cannot be. */
  @Test
  void everyInvariant_hasAFault() throws IOException {
    Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
    faults().forEach(fault -> broken.add(fault.invariant()));

    assertThat(broken).containsExactly(Invariant.values());
  }
}
