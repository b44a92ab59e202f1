package outlay.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A template as it is written: sections of resources, not yet resolved. */
public final class Template {
  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Transform",
          "Description",
          "Metadata",
          "Parameters",
          "Mappings",
          "Conditions",
          "Globals",
          "Resources",
          "Outputs");
  private static final Set<String> TRANSFORMS =
      Set.of("AWS::Serverless-2016-10-31", "AWS::LanguageExtensions");

  /** What stands beside the properties of a resource. None of it matters before a deployment. */
  private static final Set<String> OF_A_RESOURCE =
      Set.of(
          "Type",
          "Properties",
          "Condition",
          "DependsOn",
          "DeletionPolicy",
          "UpdateReplacePolicy",
          "Metadata");

  private final String name;
  private final String yaml;

  private Template(String name, String yaml) {
    this.name = name;
    this.yaml = yaml;
  }

  /**
   * Reads a template's file; nothing is checked yet.
   *
   * @throws IOException if the file cannot be read
   */
  public static Template read(Path file) throws IOException {
    return new Template(String.valueOf(file.getFileName()), Files.readString(file));
  }

  static Template of(String yaml) {
    return new Template("template.yaml", yaml);
  }

  /** The names of the parameters that the template declares. */
  public Set<String> parameterNames() {
    JsonNode parameters = YamlTree.read(yaml, new Problems(name)).path("Parameters");
    Set<String> names = new TreeSet<>();
    parameters.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /**
   * Resolves everything.
   *
   * @param parameters values by name; others have the template's defaults
   * @param locals what stands for the AWS account
   * @throws TemplateRefused with everything that is wrong or not understood
   */
  public Blueprint blueprint(Map<String, String> parameters, Locals locals) {
    Problems problems = new Problems(name);
    ObjectNode template = YamlTree.read(yaml, problems);
    problems.refuse();
    checkSections(template, problems);
    Globals.merge(template, problems);
    Map<String, JsonNode> values =
        Parameters.values(template.path("Parameters"), parameters, problems);
    Catalogue catalogue = Catalogue.read();
    Intrinsics intrinsics = new Intrinsics(template, values, catalogue, locals, problems);
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> settings = new TreeSet<>();
    PropertyCheck check = new PropertyCheck(catalogue, problems, settings);

    List<Resource> resources = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : template.path("Resources").properties()) {
      String id = entry.getKey();
      JsonNode written = entry.getValue();
      String type = written.path("Type").asText();
      checkResource(id, written, template.path("Resources"), problems);
      if (!intrinsics.isPresent(written, id)) {
        continue;
      }
      JsonNode properties =
          intrinsics.resolve(
              written.has("Properties") ? written.get("Properties") : template.objectNode(),
              id + ".Properties");
      catalogue
          .type(type)
          .ifPresentOrElse(
              understood -> {
                if (understood.isSimulated()) {
                  check.map(understood.properties(), properties, id + ".Properties");
                  resources.add(
                      new Resource(
                          id,
                          type,
                          understood,
                          locals,
                          new Properties(properties, id + ".Properties", problems)));
                } else {
                  counts.merge(understood.plural(), 1, Integer::sum);
                }
              },
              () -> problems.add(id, type + " is not understood, and cannot be run here"));
    }
    Map<String, String> outputs = outputs(template, intrinsics);
    problems.refuse();
    Blueprint blueprint =
        new BlueprintReader(resources, problems).read(outputs, notSimulated(counts, settings));
    problems.refuse();
    return blueprint;
  }

  private static void checkSections(ObjectNode template, Problems problems) {
    template
        .fieldNames()
        .forEachRemaining(
            section -> {
              if (!SECTIONS.contains(section)) {
                problems.add(section, "this section is not understood");
              }
            });
    JsonNode transform = template.path("Transform");
    Iterable<JsonNode> transforms = transform.isValueNode() ? List.of(transform) : transform;
    for (JsonNode each : transforms) {
      if (!TRANSFORMS.contains(each.asText())) {
        problems.add("Transform", each + " is not understood");
      }
    }
    if (!template.path("Resources").isObject()) {
      problems.add("Resources", "is missing");
    }
  }

  private static void checkResource(
      String id, JsonNode resource, JsonNode resources, Problems problems) {
    resource
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!OF_A_RESOURCE.contains(key)) {
                problems.add(id + "." + key, "not understood");
              }
            });
    JsonNode dependsOn = resource.path("DependsOn");
    Iterable<JsonNode> names = dependsOn.isTextual() ? List.of(dependsOn) : dependsOn;
    for (JsonNode name : names) {
      if (!resources.has(name.asText())) {
        problems.add(id + ".DependsOn", "there is no resource " + name.asText());
      }
    }
  }

  private static Map<String, String> outputs(ObjectNode template, Intrinsics intrinsics) {
    Map<String, String> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> output : template.path("Outputs").properties()) {
      String path = "Outputs." + output.getKey();
      if (intrinsics.isPresent(output.getValue(), path)) {
        JsonNode value = intrinsics.resolve(output.getValue().path("Value"), path + ".Value");
        outputs.put(output.getKey(), value.asText());
      }
    }
    return outputs;
  }

  private static List<String> notSimulated(Map<String, Integer> counts, Set<String> settings) {
    List<String> words = new ArrayList<>();
    counts.forEach((plural, count) -> words.add(count + " " + plural));
    Set<String> others = new LinkedHashSet<>(settings);
    others.removeAll(counts.keySet());
    others.remove("descriptions");
    words.addAll(others);
    return words;
  }
}
