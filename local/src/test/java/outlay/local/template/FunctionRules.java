package outlay.local.template;

import static outlay.local.template.Deployed.events;
import static outlay.local.template.Deployed.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import outlay.local.scheduler.Expression;
import software.amazon.event.ruler.Ruler;

/** Rules on functions and on what invokes them. */
final class FunctionRules {
  private static final Map<String, String> HANDLERS = handlers();
  private static final Pattern SETTINGS =
      Pattern.compile("Settings\\.require(?:All)?\\(([^;]*?)\\)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("\"([A-Z][A-Z0-9_]+)\"");
  private static final Pattern PARENT = Pattern.compile("class \\w+ extends (\\w+)");
  private static final Pattern RESERVE =
      Pattern.compile("Duration RESERVE = Duration\\.ofSeconds\\((\\d+)\\)");
  private static final Pattern OTHERS_RESERVE = Pattern.compile("(\\w+)\\.RESERVE");
  private static final Set<String> FOR_OTHERS =
      Set.of("JAVA_TOOL_OPTIONS", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME");

  /** Every filter with a record that it must let through, and one that it must not. */
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("Alerts", "ExpenseChanges", expense("INSERT", "expense", ""), true),
          new Sample("Alerts", "ExpenseChanges", expense("MODIFY", "expense", ""), true),
          new Sample("Alerts", "ExpenseChanges", expense("MODIFY", "income", ""), false),
          new Sample(
              "Alerts",
              "ExpenseChanges",
              expense("MODIFY", "expense", ", \"deletedAt\": {\"S\": \"2026-01-22T10:00:00Z\"}"),
              false),
          new Sample("Alerts", "ExpenseChanges", "{\"eventName\": \"REMOVE\"}", false),
          new Sample("Alerts", "TotalsChanges", "{\"eventName\": \"INSERT\"}", true),
          new Sample("Alerts", "TotalsChanges", "{\"eventName\": \"MODIFY\"}", true),
          new Sample("Alerts", "TotalsChanges", "{\"eventName\": \"REMOVE\"}", false));

  private record Sample(String function, String event, String stored, boolean passes) {}

  private FunctionRules() {}

  private static String expense(String eventName, String type, String more) {
    return """
        {"eventName": "%s", "dynamodb": {"NewImage": {
          "userId": {"S": "asha"}, "amount": {"N": "640"}, "type": {"S": "%s"}%s}}}
        """
        .formatted(eventName, type, more);
  }

  static void runtime(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) -> {
              JsonNode properties = function.path("Properties");
              if (!Set.of("java21", "java25").contains(properties.path("Runtime").asText())) {
                problem.accept(id + ": Runtime is none that AWS takes new functions for");
              }
              if (!texts(properties.path("Architectures")).equals(List.of("arm64"))) {
                problem.accept(id + ": Architectures is not arm64");
              }
              if (!properties.path("Tracing").asText().equals("PassThrough")) {
                problem.accept(id + ": traces cost more than all else, and nobody asked for them");
              }
              if (!events(function, "HttpApi").isEmpty()
                  && properties.path("Timeout").asInt() >= 30) {
                problem.accept(id + ": Timeout is longer than API Gateway waits");
              }
            });
  }

  /** A snapshot that nobody uses for 14 days is dropped: what runs rarely must not have one. */
  static void versions(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) -> {
              JsonNode properties = function.path("Properties");
              if (!properties.path("AutoPublishAlias").asText().equals("live")
                  || !properties.path("AutoPublishAliasAllProperties").asBoolean()) {
                problem.accept(id + ": a change may not reach the alias live");
              }
              boolean isRare =
                  id.equals("Restore") || id.equals("Reports") || isScheduled(function);
              String snapshots = properties.path("SnapStart").path("ApplyOn").asText();
              if (!snapshots.equals(isRare ? "None" : "PublishedVersions")) {
                problem.accept(id + ": SnapStart is " + snapshots);
              }
            });
  }

  private static boolean isScheduled(JsonNode function) {
    return !events(function, "ScheduleV2").isEmpty();
  }

  static void logs(Deployed template, Consumer<String> problem) {
    Set<String> groups = new HashSet<>();
    template
        .functions()
        .forEach(
            (id, function) -> {
              JsonNode logging = function.path("Properties").path("LoggingConfig");
              String group = logging.path("LogGroup").asText();
              if (!group.equals("/outlay/" + id + "Logs") || !groups.add(group)) {
                problem.accept(id + ": has no log group of its own");
              }
              if (!logging.path("LogFormat").asText().equals("JSON")) {
                problem.accept(id + ": LogFormat is not JSON");
              }
            });
    template
        .all("AWS::Logs::LogGroup")
        .forEach(
            (id, group) -> {
              if (group.path("Properties").path("RetentionInDays").asInt() != 30) {
                problem.accept(id + ": RetentionInDays is not 30");
              }
            });
  }

  /**
   * By the handlers' sources: each names what it needs in one call of {@code Settings}, and so does
   * what its edge reads.
   */
  static void environment(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) -> {
              JsonNode properties = function.path("Properties");
              String handler = properties.path("Handler").asText().replaceFirst("::.*", "");
              Set<String> read = settings(handler.substring(handler.lastIndexOf('.') + 1));
              Set<String> set = new TreeSet<>();
              properties
                  .path("Environment")
                  .path("Variables")
                  .fieldNames()
                  .forEachRemaining(set::add);
              read.stream()
                  .filter(name -> !set.contains(name))
                  .forEach(name -> problem.accept(id + ": " + name + " is read and not set"));
              set.stream()
                  .filter(name -> !read.contains(name) && !FOR_OTHERS.contains(name))
                  .forEach(name -> problem.accept(id + ": " + name + " is set and not read"));
              if (read.isEmpty()) {
                problem.accept(id + ": the sources of " + handler + " read no settings");
              }
            });
  }

  private static Set<String> settings(String className) {
    Set<String> names = new TreeSet<>();
    String source = source(className);
    Matcher call = SETTINGS.matcher(source);
    while (call.find()) {
      NAME.matcher(call.group(1)).results().map(found -> found.group(1)).forEach(names::add);
    }
    if (source.contains("new HttpEdge(")) {
      names.addAll(settings("UserRate"));
    }
    Matcher parent = PARENT.matcher(source);
    if (parent.find()) {
      names.addAll(settings(parent.group(1)));
    }
    return names;
  }

  /** The seconds that a job keeps for its last step: what is left of the time-out, it works in. */
  private static int reserve(JsonNode function) {
    String handler = function.path("Properties").path("Handler").asText();
    String source = source(handler.replaceAll("^.*\\.(\\w+)::.*$", "$1"));
    Matcher elsewhere = OTHERS_RESERVE.matcher(source);
    Matcher reserve = RESERVE.matcher(elsewhere.find() ? source(elsewhere.group(1)) : source);
    return reserve.find() ? Integer.parseInt(reserve.group(1)) : 0;
  }

  private static String source(String className) {
    return HANDLERS.getOrDefault(className, "");
  }

  /** The sources of what is called a handler, and of what their edge reads, by class name. */
  private static Map<String, String> handlers() {
    Map<String, String> sources = new HashMap<>();
    for (String module :
        List.of("shared-model", "ingest", "query", "stream-processors", "scheduled-jobs")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        for (Path file :
            files
                .filter(each -> each.toString().matches(".*(Handler|/UserRate)\\.java"))
                .toList()) {
          String name = String.valueOf(file.getFileName());
          sources.put(name.substring(0, name.length() - 5), Files.readString(file));
        }
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return sources;
  }

  static void streams(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) ->
                events(function, "DynamoDB")
                    .forEach(
                        (name, mapping) -> {
                          String at = id + "." + name + ": ";
                          expect(mapping, "/StartingPosition", "TRIM_HORIZON", at, problem);
                          expect(mapping, "/BisectBatchOnFunctionError", "true", at, problem);
                          expect(
                              mapping,
                              "/FunctionResponseTypes/0",
                              "ReportBatchItemFailures",
                              at,
                              problem);
                          expect(mapping, "/DestinationConfig/OnFailure/Type", "SQS", at, problem);
                          expect(mapping, "/MetricsConfig/Metrics/0", "EventCount", at, problem);
                          between(mapping, "MaximumRetryAttempts", 1, 1000, at, problem);
                          // Well before the stream itself forgets the record, after 24 hours.
                          between(mapping, "MaximumRecordAgeInSeconds", 3600, 43200, at, problem);
                          between(mapping, "MaximumBatchingWindowInSeconds", 0, 5, at, problem);
                        }));
  }

  static void expect(
      JsonNode node, String pointer, String wanted, String at, Consumer<String> problem) {
    String is = node.at(pointer).asText();
    if (!is.equals(wanted)) {
      problem.accept(at + pointer + " is '" + is + "', not " + wanted);
    }
  }

  static void between(
      JsonNode node, String name, int least, int most, String at, Consumer<String> problem) {
    double is = node.path(name).asDouble(Double.NEGATIVE_INFINITY);
    if (is < least || is > most) {
      problem.accept(at + name + " is not from " + least + " to " + most);
    }
  }

  /** A number in a stream's image is a text: {@code numeric} would never match. */
  static void filters(Deployed template, Consumer<String> problem) {
    Set<String> tried = new HashSet<>();
    for (Sample sample : SAMPLES) {
      String at = sample.function() + "." + sample.event();
      JsonNode filters =
          template
              .properties(sample.function())
              .path("Events")
              .path(sample.event())
              .path("Properties")
              .path("FilterCriteria")
              .path("Filters");
      boolean passes = filters.isMissingNode();
      for (JsonNode filter : filters) {
        passes |= matches(filter.path("Pattern").asText(), sample.stored(), at, problem);
      }
      if (passes != sample.passes()) {
        problem.accept(at + ": " + sample.stored().strip() + (passes ? " passes" : " is kept out"));
      }
      tried.add(at);
    }
    template
        .functions()
        .forEach(
            (id, function) ->
                events(function, "DynamoDB")
                    .forEach(
                        (name, mapping) -> {
                          if (mapping.has("FilterCriteria") && !tried.contains(id + "." + name)) {
                            problem.accept(id + "." + name + ": there is no sample for its filter");
                          }
                          if (mapping.toString().contains("numeric")) {
                            problem.accept(id + "." + name + ": numeric never matches");
                          }
                        }));
  }

  static boolean matches(String pattern, String event, String at, Consumer<String> problem) {
    try {
      return Ruler.matchesRule(event, pattern);
    } catch (Exception notAPattern) { // Its own declaration.
      problem.accept(at + ": " + notAPattern.getMessage());
      return false;
    }
  }

  /**
   * Visibility, attempts, and how many at once.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">Configuring
   *     a queue to use with Lambda</a>
   */
  static void queues(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) ->
                events(function, "SQS")
                    .forEach(
                        (name, mapping) -> {
                          String arn = mapping.path("Queue").asText();
                          String queue = arn.substring(arn.lastIndexOf("outlay-") + 7);
                          JsonNode properties = template.properties(queue);
                          int timeout = function.path("Properties").path("Timeout").asInt();
                          if (properties.path("VisibilityTimeout").asInt() < 6 * timeout) {
                            problem.accept(queue + ": visible again within 6 × " + timeout + " s");
                          }
                          if (reserve(function) * 2 > timeout) {
                            problem.accept(id + ": a job's step has less time than it reserves");
                          }
                          if (properties.at("/RedrivePolicy/maxReceiveCount").asInt() < 5) {
                            problem.accept(queue + ": given up before the fifth attempt");
                          }
                          String at = id + "." + name + ": ";
                          expect(
                              mapping,
                              "/FunctionResponseTypes/0",
                              "ReportBatchItemFailures",
                              at,
                              problem);
                          if (!mapping.at("/ScalingConfig/MaximumConcurrency").isNumber()) {
                            problem.accept(at + "MaximumConcurrency is missing");
                          }
                          if (mapping.path("BatchSize").asInt(10) > 10
                              && mapping.path("MaximumBatchingWindowInSeconds").asInt() == 0) {
                            problem.accept(at + "a batch over 10 needs a window");
                          }
                        }));
  }

  /** What the scheduler or a person invokes asynchronously. */
  static void asynchronous(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) -> {
              boolean isJob = isScheduled(function) || !events(function, "SQS").isEmpty();
              JsonNode config = function.path("Properties").path("EventInvokeConfig");
              if (isJob && !config.at("/DestinationConfig/OnFailure/Destination").isTextual()) {
                problem.accept(id + ": a failed asynchronous invocation is lost");
              }
              if (isJob && !config.path("MaximumRetryAttempts").isNumber()) {
                problem.accept(id + ": EventInvokeConfig has no MaximumRetryAttempts");
              }
            });
  }

  static void schedules(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) ->
                events(function, "ScheduleV2")
                    .forEach((name, event) -> schedule(id + "." + name, event, problem)));
  }

  private static void schedule(String at, JsonNode event, Consumer<String> problem) {
    expect(event, "/OmitName", "true", at + ": ", problem);
    expect(event, "/FlexibleTimeWindow/Mode", "OFF", at + ": ", problem);
    for (String needed : List.of("GroupName", "RoleArn", "ScheduleExpressionTimezone")) {
      if (!event.path(needed).isTextual()) {
        problem.accept(at + ": " + needed + " is missing");
      }
    }
    if (!event.at("/DeadLetterConfig/Arn").isTextual()
        || event.at("/DeadLetterConfig").size() > 1) {
      problem.accept(at + ": DeadLetterConfig needs an Arn, and nothing else");
    }
    if (!event.at("/RetryPolicy/MaximumRetryAttempts").isNumber()) {
      problem.accept(at + ": RetryPolicy is missing");
    }
    try {
      ZoneId.of(event.path("ScheduleExpressionTimezone").asText());
      Set<Integer> hours = hours(event.path("ScheduleExpression").asText());
      if (hours.isEmpty()) {
        problem.accept(at + ": never fires");
      }
      // The hour that the spring shift leaves out. What fires every hour fires again in the next.
      if (hours.contains(2) && hours.size() < 24) {
        problem.accept(at + ": fires between 02:00 and 03:00, which is no time once a year");
      }
    } catch (ZoneRulesException noZone) {
      problem.accept(at + ": " + noZone.getMessage());
    } catch (RuntimeException refused) { // The scheduler's own, which other packages do not see.
      problem.accept(at + ": " + refused.getMessage());
    }
  }

  private static Set<Integer> hours(String expression) {
    ZoneId utc = ZoneId.of("UTC");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Expression schedule = Expression.of(expression, utc, now);
    Set<Integer> hours = new TreeSet<>();
    for (int i = 0; i < 48; i++) {
      Optional<Instant> next = schedule.next(now);
      if (next.isEmpty()) {
        break;
      }
      now = next.get();
      hours.add(now.atZone(utc).getHour());
    }
    return hours;
  }

  /** Without a scope an ID token would do: nothing else tells it from an access token. */
  static void routes(Deployed template, Consumer<String> problem) {
    expect(template.properties("Api"), "/Auth/DefaultAuthorizer", "Users", "Api: ", problem);
    expect(template.properties("Api"), "/FailOnWarnings", "true", "Api: ", problem);
    if (!template.properties("Api").at("/AccessLogSettings/DestinationArn").isTextual()) {
      problem.accept("Api: keeps no access log");
    }
    Set<String> seen = new HashSet<>();
    template
        .functions()
        .forEach(
            (id, function) ->
                events(function, "HttpApi")
                    .forEach(
                        (name, event) -> {
                          String method = event.path("Method").asText();
                          String path = event.path("Path").asText();
                          String at = id + "." + name + ": ";
                          if (!seen.add(method + path)) {
                            problem.accept(at + method + " " + path + " stands twice");
                          }
                          if (!Set.of("GET", "POST", "PUT", "DELETE").contains(method)
                              || !path.startsWith("/")) {
                            problem.accept(at + method + " " + path + " is too wide");
                          }
                          route(event, method.equals("GET"), path, at, problem);
                        }));
  }

  private static void route(
      JsonNode event, boolean isRead, String path, String at, Consumer<String> problem) {
    String authorizer = event.at("/Auth/Authorizer").asText();
    List<String> scopes = texts(event.at("/Auth/AuthorizationScopes"));
    if (path.equals("/health") && isRead) {
      expect(event, "/Auth/Authorizer", "NONE", at, problem);
    } else if (!authorizer.equals("Users")) {
      problem.accept(at + "anyone may call it");
    } else if (!scopes.equals(List.of(isRead ? "outlay/read" : "outlay/write"))) {
      problem.accept(at + "its scopes are " + scopes);
    }
  }
}
