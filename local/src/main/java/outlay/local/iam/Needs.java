package outlay.local.iam;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import outlay.local.edge.Call;

/**
 * What a call takes, as the <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 * Authorization Reference</a> says for each service. An action that is not listed there under
 * another name bears that of the API.
 */
final class Needs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String region;
  private final String account;

  Needs(String region, String account) {
    this.region = region;
    this.account = account;
  }

  /** Verb, table, and index of a statement. */
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)^\\s*(SELECT|INSERT|UPDATE|DELETE)\\b(?:.*?\\bFROM|\\s+INTO)?\\s+\"([^\"]+)\"(?:\\.\"([^\"]+)\")?");

  /** That it names partitions of a table: each of ours with more than one key has this one. */
  private static final Pattern PARTITIONS =
      Pattern.compile("(?i)\\bWHERE\\b.*?\"?\\buserId\"?\\s*(=|IN\\b)");

  /** Everything that the call takes; it needs all of it. */
  List<Access> of(Call call) throws IOException {
    return switch (call.service()) {
      case "dynamodb" -> dynamoDb(call, JSON.readTree(call.request().body()));
      case "sqs" -> List.of(new Access("sqs:" + single(call.action()), queue(call)));
      case "sns" -> List.of(new Access("sns:" + single(call.action()), topic(call)));
      case "s3" -> S3Needs.of(call);
      case "rds-data" -> dataApi(call, texts(call.request().body()));
      case "events" -> events(call, JSON.readTree(call.request().body()));
      case "lambda" ->
          List.of(new Access("lambda:InvokeFunction", arn("lambda", "function:" + resource(call))));
      default -> List.of(new Access(call.service() + ":" + call.action(), "*"));
    };
  }

  // ---------------------------------------------------------------- DynamoDB

  private List<Access> dynamoDb(Call call, JsonNode body) {
    String action = "dynamodb:" + call.action();
    return switch (call.action()) {
      case "BatchGetItem", "BatchWriteItem" -> {
        List<Access> accesses = new ArrayList<>();
        body.path("RequestItems")
            .fieldNames()
            .forEachRemaining(name -> accesses.add(new Access(action, table(name))));
        yield accesses;
      }
      case "TransactWriteItems", "TransactGetItems" -> transaction(body);
      case "ExecuteStatement" -> List.of(partiQl(body));
      case "BatchExecuteStatement" -> partiQl(body, "Statements");
      case "ExecuteTransaction" -> partiQl(body, "TransactStatements");
      case "DescribeStream", "GetShardIterator" ->
          List.of(new Access(action, body.path("StreamArn").asText()));
      default -> {
        String table = table(body.path("TableName").asText());
        JsonNode index = body.path("IndexName");
        yield List.of(
            new Access(action, index.isMissingNode() ? table : table + "/index/" + index.asText()));
      }
    };
  }

  /**
   * What a statement of PartiQL needs, such as {@code SELECT * FROM "table"."index" WHERE …}.
   *
   * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html">IAM
   *     with PartiQL</a>
   */
  private Access partiQl(JsonNode request) {
    String statement = request.path("Statement").asText();
    Matcher matcher = STATEMENT.matcher(statement);
    if (!matcher.find()) {
      return new Access("dynamodb:PartiQL", "*");
    }
    String verb = matcher.group(1).toLowerCase(Locale.ROOT);
    String action = verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1);
    String index = matcher.group(3);
    String resource = table(matcher.group(2)) + (index == null ? "" : "/index/" + index);
    return new Access(
        "dynamodb:PartiQL" + action,
        resource,
        verb.equals("select")
            ? Map.of(
                "dynamodb:fulltablescan", Boolean.toString(!PARTITIONS.matcher(statement).find()))
            : Map.of());
  }

  /** Several statements need what each would. */
  private List<Access> partiQl(JsonNode request, String statements) {
    Set<Access> accesses = new LinkedHashSet<>();
    request.path(statements).forEach(each -> accesses.add(partiQl(each)));
    return List.copyOf(accesses);
  }

  /** A transaction needs what its parts would. */
  private List<Access> transaction(JsonNode body) {
    List<Access> accesses = new ArrayList<>();
    for (JsonNode item : body.path("TransactItems")) {
      item.properties()
          .forEach(
              part -> {
                String action =
                    part.getKey().equals("ConditionCheck")
                        ? "ConditionCheckItem"
                        : part.getKey() + "Item";
                String table = table(part.getValue().path("TableName").asText());
                accesses.add(new Access("dynamodb:" + action, table));
              });
    }
    return accesses;
  }

  private String table(String nameOrArn) {
    return nameOrArn.startsWith("arn:") ? nameOrArn : arn("dynamodb", "table/" + nameOrArn);
  }

  // ---------------------------------------------------------------- Messages

  /** A batch needs what one message would. */
  private static String single(String action) {
    return action.endsWith("Batch")
        ? action.substring(0, action.length() - "Batch".length())
        : action;
  }

  private String queue(Call call) {
    String url = resource(call);
    return url.isEmpty() ? "*" : arn("sqs", url.substring(url.lastIndexOf('/') + 1));
  }

  /** IAM knows topics only: what is done to a subscription bears no resource. */
  private static String topic(Call call) {
    Map<String, String> form = call.request().form();
    return form.getOrDefault("TopicArn", form.getOrDefault("TargetArn", "*"));
  }

  private List<Access> events(Call call, JsonNode body) {
    List<Access> accesses = new ArrayList<>();
    for (JsonNode entry : body.path("Entries")) {
      Map<String, String> context = new HashMap<>();
      context.put("events:source", entry.path("Source").asText());
      context.put("events:detail-type", entry.path("DetailType").asText());
      String bus = entry.path("EventBusName").asText("default");
      accesses.add(
          new Access(
              "events:" + call.action(),
              bus.startsWith("arn:") ? bus : arn("events", "event-bus/" + bus),
              context));
    }
    return accesses;
  }

  // ---------------------------------------------------------------- Database

  /** The Data API reads the secret on the caller's behalf. */
  private static List<Access> dataApi(Call call, Map<String, String> body) {
    return List.of(
        new Access("rds-data:" + call.action(), body.getOrDefault("resourceArn", "")),
        new Access("secretsmanager:GetSecretValue", body.getOrDefault("secretArn", "")));
  }

  /** A body's own members that are texts: what else is in it may be megabytes. */
  private static Map<String, String> texts(byte[] body) throws IOException {
    Map<String, String> texts = new HashMap<>();
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          texts.put(name, json.getText());
        } else {
          json.skipChildren();
        }
      }
    }
    return texts;
  }

  private static String resource(Call call) {
    return Optional.ofNullable(call.resource()).flatMap(resource -> resource).orElse("");
  }

  private String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, account, resource);
  }
}
