package outlay.local.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes an {@link EventBlueprint} of resources that are understood. */
final class EventReader {
  private static final String FUNCTION = "AWS::Serverless::Function";
  private static final String DEFAULT = "default";

  private final List<Resource> resources;

  EventReader(List<Resource> resources) {
    this.resources = resources;
  }

  /** Problems are noted with the properties; the blueprint is worth nothing then. */
  EventBlueprint read() {
    return new EventBlueprint(
        events("SQS").map(this::queueMapping).flatMap(Optional::stream).toList(),
        all(FUNCTION).map(this::eventInvoke).toList(),
        all("AWS::Events::EventBus").map(Resource::ref).toList(),
        all("AWS::Events::Rule").map(this::rule).toList(),
        all("AWS::Scheduler::ScheduleGroup").map(Resource::ref).toList(),
        Stream.concat(
                events("ScheduleV2").map(this::schedule),
                all("AWS::Scheduler::Schedule").map(this::schedule))
            .toList());
  }

  private Stream<Resource> all(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type));
  }

  /** An event of a function. */
  private record Event(Resource function, String name, Properties properties) {}

  private Stream<Event> events(String type) {
    return all(FUNCTION)
        .flatMap(
            function ->
                function
                    .properties()
                    .entries("Events", (name, event) -> Map.entry(name, event))
                    .stream()
                    .filter(entry -> entry.getValue().text("Type").equals(type))
                    .map(
                        entry ->
                            new Event(
                                function, entry.getKey(), entry.getValue().at("Properties"))));
  }

  // ---------------------------------------------------------------- Functions

  /** Nothing for one that is switched off. */
  private Optional<EventBlueprint.QueueMapping> queueMapping(Event event) {
    Properties properties = event.properties();
    String arn = properties.text("Queue");
    Optional<Resource> queue = queue(arn);
    if (queue.isEmpty()) {
      properties.problem("Queue", arn + " is no queue of this template");
    }
    if (properties.optionalText("Enabled").equals(Optional.of("false")) || queue.isEmpty()) {
      return Optional.empty();
    }
    int batchSize = properties.integer("BatchSize", 10);
    Duration window = properties.seconds("MaximumBatchingWindowInSeconds", 0);
    if (batchSize < 1 || batchSize > 10_000 || (batchSize > 10 && window.isZero())) {
      properties.problem("BatchSize", "must be 1 to 10, or to 10000 with a window");
    }
    Optional<Integer> concurrency = integer(properties, "ScalingConfig.MaximumConcurrency");
    if (concurrency.isPresent() && (concurrency.get() < 2 || concurrency.get() > 1000)) {
      properties.problem("ScalingConfig.MaximumConcurrency", "must be 2 to 1000");
    }
    Duration visibility = queue.get().properties().seconds("VisibilityTimeout", 30);
    Duration timeout = event.function().properties().seconds("Timeout", 3);
    if (visibility.compareTo(timeout) < 0) {
      properties.problem(
          "Queue", "has a visibility time-out that is shorter than the function's time-out");
    }
    return Optional.of(
        new EventBlueprint.QueueMapping(
            event.function().id() + "-" + event.name(),
            event.function().id(),
            queue.get().attribute("QueueName"),
            arn,
            visibility,
            properties.items("FilterCriteria.Filters").stream()
                .map(each -> each.text("Pattern"))
                .toList(),
            batchSize,
            window,
            BlueprintReader.reportsItems(properties),
            concurrency));
  }

  private EventBlueprint.EventInvoke eventInvoke(Resource function) {
    Properties properties = function.properties().at("EventInvokeConfig");
    int attempts = properties.integer("MaximumRetryAttempts", 2);
    int age = properties.integer("MaximumEventAgeInSeconds", 21_600);
    if (attempts < 0 || attempts > 2) {
      properties.problem("MaximumRetryAttempts", "must be 0 to 2");
    }
    if (age < 60 || age > 21_600) {
      properties.problem("MaximumEventAgeInSeconds", "must be 60 to 21600");
    }
    String onFailure = "DestinationConfig.OnFailure.Destination";
    Optional<Resource> queue = properties.optionalText(onFailure).flatMap(this::queue);
    if (properties.has("DestinationConfig.OnFailure") && queue.isEmpty()) {
      properties.problem(onFailure, "is no queue of this template");
    }
    return new EventBlueprint.EventInvoke(
        function.id(), attempts, Duration.ofSeconds(age), queue.map(Resource::ref));
  }

  private Optional<Resource> queue(String arn) {
    return all("AWS::SQS::Queue").filter(each -> each.attribute("Arn").equals(arn)).findFirst();
  }

  // ---------------------------------------------------------------- Rules

  private EventBlueprint.Rule rule(Resource resource) {
    Properties properties = resource.properties();
    String given = properties.optionalText("EventBusName").orElse(DEFAULT);
    String bus = given.substring(given.lastIndexOf('/') + 1); // It may be an ARN.
    if (!bus.equals(DEFAULT)
        && all("AWS::Events::EventBus").noneMatch(each -> each.ref().equals(bus))) {
      properties.problem("EventBusName", given + " is no bus of this template");
    }
    if (!properties.has("EventPattern")) {
      properties.problem("EventPattern", "is missing");
    }
    String name = resource.attribute("RuleName");
    String arn = resource.attribute("Arn");
    return new EventBlueprint.Rule(
        resource.id(),
        name,
        bus.equals(DEFAULT) ? arn : arn.replace(":rule/", ":rule/" + bus + "/"),
        bus,
        properties.at("EventPattern").node().toString(),
        !properties.optionalText("State").equals(Optional.of("DISABLED")),
        properties.optionalText("Description").orElse(""),
        properties.items("Targets").stream().map(this::ruleTarget).toList());
  }

  private EventBlueprint.RuleTarget ruleTarget(Properties target) {
    long inputs = Stream.of("Input", "InputPath", "InputTransformer").filter(target::has).count();
    if (inputs > 1) {
      target.problem("Input", "stands beside InputPath or InputTransformer; only one may");
    }
    return new EventBlueprint.RuleTarget(
        target.text("Id"),
        targetArn(target),
        target.optionalText("Input"),
        target.optionalText("InputPath"),
        target.textMap("InputTransformer.InputPathsMap"),
        target.has("InputTransformer")
            ? Optional.of(target.text("InputTransformer.InputTemplate"))
            : Optional.empty(),
        retry(target),
        deadLetterArn(target));
  }

  /** A queue, a topic, or a function, perhaps with an alias. */
  private String targetArn(Properties target) {
    String arn = target.text("Arn");
    boolean known =
        queue(arn).isPresent()
            || all("AWS::SNS::Topic").anyMatch(topic -> topic.ref().equals(arn))
            || all(FUNCTION)
                .map(function -> function.attribute("Arn"))
                .anyMatch(function -> arn.equals(function) || arn.startsWith(function + ":"));
    if (!known) {
      target.problem("Arn", arn + " is no queue, topic, or function of this template");
    }
    return arn;
  }

  private Optional<String> deadLetterArn(Properties target) {
    Optional<String> arn = target.optionalText("DeadLetterConfig.Arn");
    if (arn.isPresent() && queue(arn.get()).isEmpty()) {
      target.problem("DeadLetterConfig.Arn", arn.get() + " is no queue of this template");
    }
    return arn;
  }

  private static EventBlueprint.Retry retry(Properties target) {
    Optional<Integer> attempts = integer(target, "RetryPolicy.MaximumRetryAttempts");
    Optional<Integer> age = integer(target, "RetryPolicy.MaximumEventAgeInSeconds");
    if (attempts.isPresent() && (attempts.get() < 0 || attempts.get() > 185)) {
      target.problem("RetryPolicy.MaximumRetryAttempts", "must be 0 to 185");
    }
    if (age.isPresent() && (age.get() < 60 || age.get() > 86_400)) {
      target.problem("RetryPolicy.MaximumEventAgeInSeconds", "must be 60 to 86400");
    }
    return new EventBlueprint.Retry(attempts, age);
  }

  private static Optional<Integer> integer(Properties properties, String name) {
    return properties.has(name) ? Optional.of(properties.integer(name, 0)) : Optional.empty();
  }

  // ---------------------------------------------------------------- Schedules

  private EventBlueprint.Schedule schedule(Event event) {
    Properties properties = event.properties();
    // As SAM names the resource, and CloudFormation that if it has no name of its own.
    String name =
        properties.flag("OmitName")
            ? Locals.STACK + "-" + event.function().id() + event.name()
            : properties.optionalText("Name").orElse(event.name());
    return schedule(
        name, event.function().attribute("Arn"), properties, properties, Optional.empty());
  }

  private EventBlueprint.Schedule schedule(Resource resource) {
    Properties target = resource.properties().at("Target");
    return schedule(
        resource.ref(),
        targetArn(target),
        resource.properties(),
        target,
        target.optionalText("RoleArn"));
  }

  private EventBlueprint.Schedule schedule(
      String name,
      String targetArn,
      Properties properties,
      Properties target,
      Optional<String> roleArn) {
    String group = properties.optionalText("GroupName").orElse(DEFAULT);
    if (!group.equals(DEFAULT)
        && all("AWS::Scheduler::ScheduleGroup").noneMatch(each -> each.ref().equals(group))) {
      properties.problem("GroupName", group + " is no schedule group of this template");
    }
    return new EventBlueprint.Schedule(
        name,
        group,
        properties.optionalText("Description").orElse(""),
        properties.text("ScheduleExpression"),
        properties.optionalText("ScheduleExpressionTimezone").orElse("UTC"),
        time(properties, "StartDate"),
        time(properties, "EndDate"),
        !properties.optionalText("State").equals(Optional.of("DISABLED")),
        targetArn,
        roleArn,
        target.optionalText("Input"),
        retry(target),
        deadLetterArn(target));
  }

  private static Optional<Instant> time(Properties properties, String name) {
    try {
      return properties.optionalText(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noTime) {
      properties.problem(name, "is no time such as 2026-01-31T22:00:00Z");
      return Optional.empty();
    }
  }
}
