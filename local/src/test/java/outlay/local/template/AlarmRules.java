package outlay.local.template;

import static outlay.local.template.Deployed.events;
import static outlay.local.template.Deployed.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules on alarms and the dashboard. */
final class AlarmRules {
  private static final Path METRICS =
      Path.of("src/test/resources/outlay/local/template/metrics.txt");
  private static final Path RUNBOOK = Path.of("../docs/operations.md");
  private static final Pattern ANCHOR = Pattern.compile(": docs/operations\\.md#([a-z0-9-]+)$");
  private static final String QUEUE = "AWS/SQS ApproximateNumberOfMessagesVisible";
  private static final String LAMBDA = "AWS/Lambda ";
  private static final int MOST_METRICS = 10;

  private AlarmRules() {}

  /** One metric of an alarm: a sum has several. */
  private record Watched(String alarm, JsonNode settings, JsonNode metric) {
    String name() {
      return metric.path("Namespace").asText() + " " + metric.path("MetricName").asText();
    }

    Map<String, String> dimensions() {
      Map<String, String> dimensions = new TreeMap<>();
      metric
          .path("Dimensions")
          .forEach(each -> dimensions.put(each.path("Name").asText(), each.path("Value").asText()));
      return dimensions;
    }

    double threshold() {
      return settings.path("Threshold").asDouble();
    }

    boolean isAtLeast() {
      return settings.path("ComparisonOperator").asText().equals("GreaterThanOrEqualToThreshold");
    }

    boolean hasStatistic(String statistic) {
      JsonNode own = metric.path("Stat");
      return (own.isMissingNode() ? settings.path("Statistic") : own).asText().equals(statistic);
    }

    /** Seconds of badness before the alarm is raised. */
    int patience() {
      return settings.path("Period").asInt() * settings.path("EvaluationPeriods").asInt();
    }
  }

  private static List<Watched> watched(Deployed template) {
    List<Watched> watched = new ArrayList<>();
    template
        .all("AWS::CloudWatch::Alarm")
        .forEach(
            (id, alarm) -> {
              JsonNode settings = alarm.path("Properties");
              if (settings.has("MetricName")) {
                watched.add(new Watched(id, settings, settings));
              }
              for (JsonNode query : settings.path("Metrics")) {
                if (query.has("MetricStat")) {
                  watched.add(new Watched(id, settings, query.at("/MetricStat/Metric")));
                }
              }
            });
    return watched;
  }

  private static void need(
      Deployed template, String what, Predicate<Watched> alarm, Consumer<String> problem) {
    if (watched(template).stream().noneMatch(alarm)) {
      problem.accept(what + ": there is no such alarm");
    }
  }

  private static Predicate<Watched> on(String metric, String dimension, String value) {
    return each -> each.name().equals(metric) && value.equals(each.dimensions().get(dimension));
  }

  static void actions(Deployed template, Consumer<String> problem) {
    Set<String> anchors = anchors();
    template
        .all("AWS::CloudWatch::Alarm")
        .forEach(
            (id, alarm) -> {
              JsonNode settings = alarm.path("Properties");
              if (!texts(settings.path("AlarmActions"))
                  .equals(List.of("arn:aws:sns:eu-central-2:000000000000:outlay-OperatorsTopic"))) {
                problem.accept(id + ": operators are not told");
              }
              if (settings.has("ActionsEnabled")) {
                problem.accept(id + ": ActionsEnabled is not for this file");
              }
              Matcher anchor = ANCHOR.matcher(settings.path("AlarmDescription").asText());
              if (!anchor.find()) {
                problem.accept(id + ": its description names no section of docs/operations.md");
              } else if (!anchors.contains(anchor.group(1))) {
                problem.accept(id + ": docs/operations.md has no #" + anchor.group(1));
              }
              boolean isAbsence =
                  settings.path("ComparisonOperator").asText().equals("LessThanThreshold");
              String missing = isAbsence ? "breaching" : "notBreaching";
              FunctionRules.expect(settings, "/TreatMissingData", missing, id + ": ", problem);
            });
  }

  /** As GitHub makes them of headings: lower case, spaces to hyphens. */
  private static Set<String> anchors() {
    try {
      return Files.readAllLines(RUNBOOK).stream()
          .filter(line -> line.matches("#{2,4} .+"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
          .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
          .collect(Collectors.toSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static void metrics(Deployed template, Consumer<String> problem) {
    Set<String> documented = documented();
    Map<String, Integer> counts = new TreeMap<>();
    for (Watched each : watched(template)) {
      String metric = each.name() + " " + String.join("+", each.dimensions().keySet());
      counts.merge(each.alarm(), 1, Integer::sum);
      if (!documented.contains(metric)) {
        problem.accept(each.alarm() + ": nobody documents " + metric);
      }
      each.dimensions()
          .forEach(
              (name, value) -> {
                if (!refersRightly(template, name, value)) {
                  problem.accept(each.alarm() + ": " + value + " is no " + name);
                }
              });
    }
    counts.forEach(
        (alarm, count) -> {
          if (count > MOST_METRICS) {
            problem.accept(alarm + ": an alarm takes " + MOST_METRICS + " metrics");
          }
        });
  }

  private static Set<String> documented() {
    try {
      return Files.readAllLines(METRICS).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.substring(0, line.lastIndexOf(' ')))
          .collect(Collectors.toSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A dimension of the right name with, say, a queue's URL for its name would never have data. */
  private static boolean refersRightly(Deployed template, String dimension, String value) {
    return switch (dimension) {
      case "FunctionName" -> template.functions().containsKey(value);
      case "QueueName" -> isOne(template, "AWS::SQS::Queue", value);
      case "TableName" -> isOne(template, "AWS::DynamoDB::Table", value);
      case "TopicName" -> isOne(template, "AWS::SNS::Topic", value);
      case "EventBusName" -> isOne(template, "AWS::Events::EventBus", value);
      case "ScheduleGroup" -> isOne(template, "AWS::Scheduler::ScheduleGroup", value);
      case "RuleName" ->
          template.all("AWS::Events::Rule").values().stream()
              .anyMatch(rule -> rule.at("/Properties/Name").asText().equals(value));
      case "ApiId" -> value.equals("Api");
      case "DBClusterIdentifier" -> value.equals("outlay-database");
      case "Service" -> services(template).contains(value);
      default -> false;
    };
  }

  private static boolean isOne(Deployed template, String type, String name) {
    return name.startsWith("outlay-") && template.all(type).containsKey(name.substring(7));
  }

  private static Set<String> services(Deployed template) {
    return template.functions().values().stream()
        .map(each -> each.at("/Properties/Environment/Variables/POWERTOOLS_SERVICE_NAME").asText())
        .collect(Collectors.toSet());
  }

  /** Of queues that nothing empties: they are for operators. */
  static void queues(Deployed template, Consumer<String> problem) {
    template
        .all("AWS::SQS::Queue")
        .forEach(
            (id, queue) -> {
              String name = "outlay-" + id;
              if (queue.path("Properties").has("RedrivePolicy")) {
                need(
                    template,
                    id + " old",
                    on("AWS/SQS ApproximateAgeOfOldestMessage", "QueueName", name)
                        .and(each -> each.hasStatistic("Maximum")),
                    problem);
              } else {
                need(
                    template,
                    id + " not empty",
                    on(QUEUE, "QueueName", name)
                        .and(Watched::isAtLeast)
                        .and(each -> each.threshold() == 1 && each.patience() <= 300),
                    problem);
              }
            });
  }

  static void functions(Deployed template, Consumer<String> problem) {
    template
        .functions()
        .forEach(
            (id, function) -> {
              for (String metric : List.of("Errors", "Throttles")) {
                need(
                    template,
                    id + " " + metric,
                    on(LAMBDA + metric, "FunctionName", id)
                        .and(Watched::isAtLeast)
                        .and(each -> each.hasStatistic("Sum") && each.threshold() == 1),
                    problem);
              }
              if (!events(function, "DynamoDB").isEmpty()) {
                for (int milliseconds : List.of(300_000, 43_200_000)) {
                  need(
                      template,
                      id + " behind by " + milliseconds,
                      on("AWS/Lambda IteratorAge", "FunctionName", id)
                          .and(each -> each.hasStatistic("Maximum"))
                          .and(each -> each.threshold() == milliseconds),
                      problem);
                }
              }
            });
  }

  static void tables(Deployed template, Consumer<String> problem) {
    for (String id : template.all("AWS::DynamoDB::Table").keySet()) {
      for (String metric : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
        need(
            template,
            id + " " + metric,
            on("AWS/DynamoDB " + metric, "TableName", "outlay-" + id),
            problem);
      }
    }
  }

  static void api(Deployed template, Consumer<String> problem) {
    need(template, "Api 5xx", on("AWS/ApiGateway 5xx", "ApiId", "Api"), problem);
    need(
        template,
        "Api p99",
        on("AWS/ApiGateway Latency", "ApiId", "Api")
            .and(each -> each.settings().path("ExtendedStatistic").asText().equals("p99")),
        problem);
  }

  /** A run that never happens raises no error. */
  static void absence(Deployed template, Consumer<String> problem) {
    Predicate<Watched> isAbsence =
        each ->
            each.settings().path("ComparisonOperator").asText().equals("LessThanThreshold")
                && each.settings().path("TreatMissingData").asText().equals("breaching");
    for (String job : List.of("backup", "reconcile")) {
      need(
          template,
          job + " missing",
          on("Outlay RunsCompleted", "Service", job)
              .and(isAbsence)
              .and(each -> each.patience() == 86_400),
          problem);
    }
    need(
        template,
        "Organization missing",
        on("AWS/Lambda Invocations", "FunctionName", "Organization")
            .and(isAbsence)
            .and(each -> each.patience() >= 7200 && each.patience() <= 14_400),
        problem);
    need(
        template,
        "drift",
        on("Outlay TotalsDrift", "Service", "reconcile").and(Watched::isAtLeast),
        problem);
  }

  static void drops(Deployed template, Consumer<String> problem) {
    for (String metric :
        List.of("InvocationDroppedCount", "InvocationsFailedToBeSentToDeadLetterCount")) {
      need(
          template,
          metric,
          on("AWS/Scheduler " + metric, "ScheduleGroup", "outlay-Schedules"),
          problem);
    }
    for (String metric : List.of("FailedInvocations", "InvocationsFailedToBeSentToDlq")) {
      need(template, metric, on("AWS/Events " + metric, "EventBusName", "outlay-Bus"), problem);
    }
    template
        .functions()
        .forEach(
            (id, function) -> {
              boolean isJob = function.path("Properties").has("EventInvokeConfig");
              if (isJob) {
                need(
                    template,
                    id + " dropped",
                    on("AWS/Lambda AsyncEventsDropped", "FunctionName", id),
                    problem);
              }
              if (isJob || !events(function, "DynamoDB").isEmpty()) {
                need(
                    template,
                    id + " failure not kept",
                    on("AWS/Lambda DestinationDeliveryFailures", "FunctionName", id),
                    problem);
              }
            });
    need(
        template,
        "mail of alerts",
        on("AWS/SNS NumberOfNotificationsFailed", "TopicName", "outlay-AlertsTopic"),
        problem);
  }

  static void dashboard(Deployed template, Consumer<String> problem) {
    String body = template.properties("Dashboard").path("DashboardBody").asText();
    try {
      JsonNode widgets = new ObjectMapper().readTree(body).path("widgets");
      Set<String> documented = documented();
      Set<String> shown = new HashSet<>();
      for (JsonNode widget : widgets) {
        shown.addAll(texts(widget.at("/properties/alarms")));
        for (JsonNode metric : widget.at("/properties/metrics")) {
          String name =
              "%s %s %s"
                  .formatted(
                      metric.path(0).asText(), metric.path(1).asText(), metric.path(2).asText());
          if (!documented.contains(name)
              || !refersRightly(template, metric.path(2).asText(), metric.path(3).asText())) {
            problem.accept("Dashboard: nobody documents " + metric);
          }
        }
      }
      for (String alarm : template.all("AWS::CloudWatch::Alarm").keySet()) {
        if (!shown.contains("arn:aws:cloudwatch:eu-central-2:000000000000:alarm:outlay-" + alarm)) {
          problem.accept("Dashboard: does not show " + alarm);
        }
      }
    } catch (IOException notJson) {
      problem.accept("Dashboard: " + notJson.getMessage());
    }
  }
}
