package outlay.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * {@code openapi.yaml}. An answer with a status, header, media type, or field that is not in it is
 * at fault, as is one without what it must have. Safe for use by many threads.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1</a>
 */
public final class Contract {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String COMPONENTS = "components";
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = 404;
  private static final int HEADERS_TOO_LARGE = 431;

  /** Amounts as they were written: no binary fraction, no field twice. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final JsonNode document;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDialect(
          Dialect.builder(Dialects.getDraft202012())
              .keyword(new NonValidationKeyword(COMPONENTS))
              .build(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder()
                      .formatAssertionsEnabled(true)
                      .locale(Locale.ENGLISH)
                      .build()));
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  private Contract(JsonNode document) {
    this.document = document;
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        each -> {
                          if (METHODS.contains(each.getKey())) {
                            Operation found =
                                operation(each.getKey(), path.getKey(), each.getValue());
                            operations.put(found.routeKey(), found);
                          }
                        }));
  }

  /**
   * Reads a contract.
   *
   * @param file YAML
   */
  public static Contract read(Path file) throws IOException {
    return new Contract(YAML.readTree(Files.readString(file)));
  }

  private Operation operation(String method, String path, JsonNode node) {
    ObjectNode responses = JsonNodeFactory.instance.objectNode();
    node.path("responses")
        .properties()
        .forEach(each -> responses.set(each.getKey(), resolved(each.getValue())));
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        texts(node.path("security").path(0).path("oidc")),
        texts(node.path("x-groups")),
        items(node.path("parameters")).stream().map(this::resolved).toList(),
        resolved(node.path("requestBody")),
        responses);
  }

  private static List<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new LinkedHashSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** What a reference leads to; anything else as it is. */
  public JsonNode resolved(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isMissingNode()
        ? node
        : resolved(document.at(reference.asText().substring("#".length())));
  }

  /** The whole of it. */
  public JsonNode document() {
    return document;
  }

  /** Every route, in the order of the file. */
  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  /**
   * What is wrong with an answer.
   *
   * @param routeKey as API Gateway names the route: {@code GET /expenses/{id}}
   * @return a sentence each; none if the answer is as the contract says
   */
  public List<String> faults(String routeKey, Answer answer) {
    Operation operation = operations.get(routeKey.replace("+}", "}"));
    if (operation == null) {
      return List.of("there is no such route");
    }
    return faults(operation.responses().path(Integer.toString(answer.status())), answer);
  }

  /** What is wrong with an answer that API Gateway gives before it knows the route. */
  public List<String> faultsWithoutRoute(Answer answer) {
    String name =
        switch (answer.status()) {
          case NO_CONTENT -> "Preflight";
          case NOT_FOUND -> "NotFound";
          case HEADERS_TOO_LARGE -> "HeadersTooLarge";
          default -> "";
        };
    return faults(document.path(COMPONENTS).path("responses").path(name), answer);
  }

  private List<String> faults(JsonNode response, Answer answer) {
    if (response.isMissingNode()) {
      return List.of("there is no such status");
    }
    List<String> faults = new ArrayList<>(headerFaults(response.path("headers"), answer));
    faults.addAll(bodyFaults(response.path("content"), answer));
    return faults;
  }

  private List<String> headerFaults(JsonNode documented, Answer answer) {
    List<String> faults = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    documented
        .properties()
        .forEach(
            each -> {
              known.add(each.getKey().toLowerCase(Locale.ROOT));
              JsonNode header = resolved(each.getValue());
              String value = answer.headers().get(each.getKey());
              if (value != null) {
                check(header.path("schema"), TextNode.valueOf(value))
                    .forEach(fault -> faults.add("header " + each.getKey() + fault));
              } else if (header.path("required").asBoolean()) {
                faults.add("header " + each.getKey() + " is missing");
              }
            });
    for (String name : answer.headers().keySet()) {
      String lowerCase = name.toLowerCase(Locale.ROOT);
      if (!lowerCase.equals("content-type") && !known.contains(lowerCase)) {
        faults.add("there is no such header: " + lowerCase);
      }
    }
    return faults;
  }

  private List<String> bodyFaults(JsonNode content, Answer answer) {
    Optional<String> type = Optional.ofNullable(answer.headers().get("content-type"));
    if (content.isMissingNode()) {
      return answer.body().isEmpty() && type.isEmpty()
          ? List.of()
          : List.of("there is a body where none should be");
    }
    JsonNode media = content.path(type.orElse(""));
    if (media.isMissingNode()) {
      return List.of("there is no such media type: " + type.orElse("none"));
    }
    try {
      JsonNode body =
          type.orElseThrow().endsWith("json")
              ? JSON.readTree(answer.body())
              : TextNode.valueOf(answer.body());
      return check(media.path("schema"), body).stream().map("body"::concat).toList();
    } catch (JsonProcessingException malformed) {
      return List.of("body is not JSON: " + malformed.getOriginalMessage());
    }
  }

  /**
   * Where a value does not follow a schema of this document.
   *
   * @return for each fault where it is and what
   */
  public List<String> check(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  /** The schema with the components beside it, which its references look for. */
  private Schema compile(JsonNode schema) {
    ObjectNode alone = schema.deepCopy();
    alone.set(COMPONENTS, document.path(COMPONENTS));
    return registry.getSchema(alone);
  }
}
