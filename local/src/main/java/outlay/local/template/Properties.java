package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Properties whose names and types are checked already, read by path: {@code a.b}. */
record Properties(JsonNode node, String path, Problems problems) {

  Properties at(String name) {
    return new Properties(find(name), path + "." + name, problems);
  }

  boolean has(String name) {
    return !find(name).isMissingNode();
  }

  /** A text that must be there; without it, a problem is noted and the text is empty. */
  String text(String name) {
    return optionalText(name)
        .orElseGet(
            () -> {
              problems.add(path + "." + name, "is missing");
              return "";
            });
  }

  Optional<String> optionalText(String name) {
    return Optional.of(find(name)).filter(value -> !value.isMissingNode()).map(JsonNode::asText);
  }

  int integer(String name, int absent) {
    return find(name).asInt(absent);
  }

  boolean flag(String name) {
    return find(name).asBoolean(false);
  }

  Duration seconds(String name, int absent) {
    return Duration.ofSeconds(integer(name, absent));
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    find(name).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** The items of a list, or none. */
  List<Properties> items(String name) {
    List<Properties> items = new ArrayList<>();
    for (JsonNode item : find(name)) {
      items.add(new Properties(item, path + "." + name + "[" + items.size() + "]", problems));
    }
    return items;
  }

  /** The entries of a map by their names, or none. */
  <T> List<T> entries(String name, BiFunction<String, Properties, T> read) {
    List<T> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : find(name).properties()) {
      entries.add(
          read.apply(
              entry.getKey(),
              new Properties(
                  entry.getValue(), path + "." + name + "." + entry.getKey(), problems)));
    }
    return entries;
  }

  /** A map of texts, or an empty one. */
  Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    find(name).properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  void problem(String name, String problem) {
    problems.add(path + "." + name, problem);
  }

  private JsonNode find(String name) {
    JsonNode found = node;
    for (String part : name.split("\\.", -1)) {
      found = found.path(part);
    }
    return found;
  }
}
