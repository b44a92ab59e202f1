package outlay.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Errors;
import outlay.local.targets.Deliveries;
import outlay.local.targets.Delivery;

/**
 * <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html">EventBridge</a>'s
 * buses, the default one among them, with rules that are given at the start. Of its API: PutEvents,
 * TestEventPattern, and what lists and describes buses, rules, and targets.
 *
 * <p>An event is taken when all deliveries that follow from it are on disk and were attempted once.
 */
public final class Buses implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(Buses.class);
  private static final int MOST_ENTRIES = 10;
  private static final int LARGEST_REQUEST = 1024 * 1024;
  private static final String DEFAULT = "default";

  private final String account;
  private final String region;
  private final Set<String> buses = new TreeSet<>(Set.of(DEFAULT));
  private final List<Rule> rules;
  private final Deliveries deliveries;
  private final InstantSource time;

  /**
   * Makes the buses.
   *
   * @param account the twelve digits in ARNs
   * @param buses names beside {@code default}
   */
  public Buses(
      String region,
      String account,
      Collection<String> buses,
      Collection<Rule> rules,
      Deliveries deliveries,
      InstantSource time) {
    this.region = region;
    this.account = account;
    this.buses.addAll(buses);
    this.rules = List.copyOf(rules);
    this.deliveries = deliveries;
    this.time = time;
  }

  @Override
  public Answer answer(Call call) throws IOException {
    JsonNode request = InputTemplate.JSON.readTree(call.request().body());
    try {
      return Answer.of(
          200, "application/x-amz-json-1.1", result(call.action(), request).toString());
    } catch (Refusal e) {
      return Errors.json(400, e.code(), e.explanation());
    }
  }

  private ObjectNode result(String action, JsonNode request) {
    return switch (action) {
      case "PutEvents" -> putEvents(request.path("Entries"));
      case "TestEventPattern" -> testEventPattern(request);
      case "ListEventBuses" -> listEventBuses(request);
      case "DescribeEventBus" -> describe(bus(request.path("Name").asText(DEFAULT)));
      case "ListRules" -> listRules(request);
      case "DescribeRule" -> describe(rule(request, "Name"));
      case "ListTargetsByRule" -> listTargets(rule(request, "Rule"));
      case "ListRuleNamesByTarget" -> listRuleNames(request);
      default -> throw Refusal.unknownAction(action);
    };
  }

  // ---------------------------------------------------------------- Events

  private ObjectNode putEvents(JsonNode entries) {
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw Refusal.invalid(
          "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member"
              + " must have length between 1 and 10");
    }
    int bytes = 0;
    for (JsonNode entry : entries) {
      bytes += new Entry(entry).bytes();
    }
    if (bytes > LARGEST_REQUEST) {
      throw Refusal.invalid("Total size of the entries in the request is over the limit.");
    }
    ObjectNode result = InputTemplate.JSON.createObjectNode();
    ArrayNode results = InputTemplate.JSON.createArrayNode();
    int failed = 0;
    for (JsonNode entry : entries) {
      ObjectNode one = put(new Entry(entry));
      failed += one.has("ErrorCode") ? 1 : 0;
      results.add(one);
    }
    result.put("FailedEntryCount", failed).set("Entries", results);
    return result;
  }

  private ObjectNode put(Entry entry) {
    ObjectNode result = InputTemplate.JSON.createObjectNode();
    Optional<Entry.Failure> failure = entry.failure().or(() -> noBus(entry.bus()));
    if (failure.isPresent()) {
      return result
          .put("ErrorCode", failure.get().code())
          .put("ErrorMessage", failure.get().message());
    }
    String id = UUID.randomUUID().toString();
    ObjectNode event = entry.event(id, account, region, time.instant());
    List<Rule> matching =
        rules.stream()
            .filter(rule -> rule.enabled() && rule.bus().equals(entry.bus()))
            .filter(rule -> Rule.matches(rule.pattern(), event.toString()))
            .toList();
    matching.forEach(rule -> deliver(event, rule));
    LOG.atInfo()
        .addKeyValue("event", id)
        .addKeyValue("bus", entry.bus())
        .addKeyValue("type", event.path("detail-type").asText())
        .addKeyValue("rules", matching.size())
        .log("event_taken");
    return result.put("EventId", id);
  }

  /** AWS drops an event for a bus that is not there without a word. */
  private Optional<Entry.Failure> noBus(String bus) {
    return buses.contains(bus)
        ? Optional.empty()
        : Optional.of(
            new Entry.Failure(
                "ResourceNotFoundException", "Event bus " + bus + " does not exist."));
  }

  private void deliver(ObjectNode event, Rule rule) {
    String ingested = time.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    for (Rule.Target target : rule.targets()) {
      deliveries.start(
          Delivery.of(
              target.arn(),
              Input.of(target.input(), event, rule, ingested),
              Optional.empty(),
              event.toString(),
              Map.of("RULE_ARN", rule.arn()),
              target.deadLetterArn(),
              target.retries(),
              time.instant()));
    }
  }

  private static ObjectNode testEventPattern(JsonNode request) {
    try {
      boolean matches =
          Rule.matches(request.path("EventPattern").asText(), request.path("Event").asText());
      return InputTemplate.JSON.createObjectNode().put("Result", matches);
    } catch (IllegalArgumentException noPattern) {
      throw Refusal.pattern(String.valueOf(noPattern.getMessage()));
    }
  }

  // ---------------------------------------------------------------- What there is

  private String bus(String nameOrArn) {
    String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    if (!buses.contains(name)) {
      throw Refusal.notFound("Event bus " + name + " does not exist.");
    }
    return name;
  }

  private Rule rule(JsonNode request, String field) {
    String bus = bus(request.path("EventBusName").asText(DEFAULT));
    String name = request.path(field).asText();
    return rules.stream()
        .filter(rule -> rule.bus().equals(bus) && rule.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Refusal.notFound("Rule " + name + " does not exist on EventBus " + bus + "."));
  }

  private ObjectNode listEventBuses(JsonNode request) {
    ObjectNode result = InputTemplate.JSON.createObjectNode();
    ArrayNode list = result.putArray("EventBuses");
    buses.stream()
        .filter(name -> name.startsWith(request.path("NamePrefix").asText("")))
        .forEach(name -> list.add(describe(name)));
    return result;
  }

  private ObjectNode describe(String bus) {
    return InputTemplate.JSON
        .createObjectNode()
        .put("Name", bus)
        .put("Arn", "arn:aws:events:%s:%s:event-bus/%s".formatted(region, account, bus));
  }

  private ObjectNode listRules(JsonNode request) {
    String bus = bus(request.path("EventBusName").asText(DEFAULT));
    ObjectNode result = InputTemplate.JSON.createObjectNode();
    ArrayNode list = result.putArray("Rules");
    rules.stream()
        .filter(rule -> rule.bus().equals(bus))
        .filter(rule -> rule.name().startsWith(request.path("NamePrefix").asText("")))
        .forEach(rule -> list.add(describe(rule)));
    return result;
  }

  private static ObjectNode describe(Rule rule) {
    ObjectNode json =
        InputTemplate.JSON
            .createObjectNode()
            .put("Name", rule.name())
            .put("Arn", rule.arn())
            .put("EventPattern", rule.pattern())
            .put("State", rule.enabled() ? "ENABLED" : "DISABLED")
            .put("EventBusName", rule.bus());
    return rule.description().isEmpty() ? json : json.put("Description", rule.description());
  }

  private static ObjectNode listTargets(Rule rule) {
    ObjectNode result = InputTemplate.JSON.createObjectNode();
    ArrayNode list = result.putArray("Targets");
    for (Rule.Target target : rule.targets()) {
      ObjectNode json = list.addObject().put("Id", target.id()).put("Arn", target.arn());
      if (target.input() instanceof Input.Constant constant) {
        json.put("Input", constant.json());
      } else if (target.input() instanceof Input.Part part) {
        json.put("InputPath", part.path());
      } else if (target.input() instanceof Input.Transformed transformed) {
        ObjectNode transformer = json.putObject("InputTransformer");
        transformed.paths().forEach(transformer.putObject("InputPathsMap")::put);
        transformer.put("InputTemplate", transformed.template());
      }
      target.deadLetterArn().ifPresent(arn -> json.putObject("DeadLetterConfig").put("Arn", arn));
      json.putObject("RetryPolicy")
          .put("MaximumRetryAttempts", target.retries().maximumRetryAttempts())
          .put("MaximumEventAgeInSeconds", target.retries().maximumEventAge().toSeconds());
    }
    return result;
  }

  private ObjectNode listRuleNames(JsonNode request) {
    String bus = bus(request.path("EventBusName").asText(DEFAULT));
    String arn = request.path("TargetArn").asText();
    ObjectNode result = InputTemplate.JSON.createObjectNode();
    ArrayNode names = result.putArray("RuleNames");
    rules.stream()
        .filter(rule -> rule.bus().equals(bus))
        .filter(rule -> rule.targets().stream().anyMatch(target -> target.arn().equals(arn)))
        .forEach(rule -> names.add(rule.name()));
    return result;
  }
}
