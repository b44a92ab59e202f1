package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code catalogue.yaml}: the types of resources that are understood, and how they are named. */
final class Catalogue {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final ObjectNode types;

  private Catalogue(ObjectNode types) {
    this.types = types;
  }

  /** The catalogue that is shipped with this class. */
  static Catalogue read() {
    try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.yaml")) {
      if (in == null) {
        throw new IllegalStateException("catalogue.yaml is missing beside " + Catalogue.class);
      }
      Problems problems = new Problems("catalogue.yaml");
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ObjectNode types = YamlTree.read(yaml, problems);
      problems.refuse();
      return new Catalogue(types);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("catalogue.yaml", unreadable);
    }
  }

  /** The entry of a resource type such as {@code AWS::SQS::Queue}, if it is understood. */
  Optional<Entry> type(String type) {
    return Optional.ofNullable(types.get(type)).filter(entry -> entry.has("ref")).map(Entry::new);
  }

  /** The properties of an event of a function, such as {@code HttpApi}, if it is understood. */
  Optional<JsonNode> event(String type) {
    return Optional.ofNullable(types.get("Event " + type)).map(entry -> entry.path("properties"));
  }

  /** One resource type. */
  record Entry(JsonNode node) {
    /** What resources of this type are called, in the plural. */
    String plural() {
      return node.path("is").asText();
    }

    boolean isSimulated() {
      return node.path("simulated").asBoolean(true);
    }

    /** The understood properties, as a tree. */
    JsonNode properties() {
      return node.path("properties");
    }

    /** What {@code Ref} gives. */
    String ref(String logicalId, Locals locals) {
      return fill(node.path("ref").asText(), logicalId, locals);
    }

    /** What {@code GetAtt} gives, or nothing if the type has no such attribute here. */
    Optional<String> attribute(String name, String logicalId, Locals locals) {
      return Optional.ofNullable(node.path("attributes").get(name))
          .map(pattern -> fill(pattern.asText(), logicalId, locals));
    }

    private String fill(String pattern, String logicalId, Locals locals) {
      Map<String, String> values = locals.placeholders();
      Matcher matcher = PLACEHOLDER.matcher(pattern);
      StringBuilder filled = new StringBuilder();
      while (matcher.find()) {
        String name = matcher.group(1);
        String value =
            switch (name) {
              case "id" -> logicalId;
              case "lowerId" -> logicalId.toLowerCase(Locale.ROOT);
              case "ref" -> ref(logicalId, locals);
              default ->
                  Optional.ofNullable(values.get(name))
                      .or(() -> attribute(name, logicalId, locals))
                      .orElseThrow(() -> new IllegalStateException("catalogue.yaml: " + pattern));
            };
        matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
      }
      return matcher.appendTail(filled).toString();
    }
  }
}
