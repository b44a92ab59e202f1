package outlay.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import outlay.local.events.Input;
import outlay.local.events.Rule;
import outlay.local.lambda.EventSettings;
import outlay.local.queues.QueueMapping;
import outlay.local.targets.RetryPolicy;
import outlay.local.template.Blueprint;
import outlay.local.template.EventBlueprint;
import outlay.local.template.Locals;

/** Says what a template asks for about events in the words of the parts that run it. */
final class EventWiring {
  /** Batches of a queue at a time where the template does not say. AWS would take hundreds. */
  static final int QUEUE_CONCURRENCY = 2;

  private EventWiring() {}

  static QueueMapping mapping(EventBlueprint.QueueMapping mapping) {
    return new QueueMapping(
        mapping.id(),
        mapping.function(),
        mapping.queue(),
        mapping.queueArn(),
        mapping.visibilityTimeout(),
        mapping.filterPatterns(),
        mapping.batchSize(),
        mapping.window(),
        mapping.reportBatchItemFailures(),
        mapping.maximumConcurrency().orElse(QUEUE_CONCURRENCY));
  }

  static List<EventSettings> eventSettings(Blueprint blueprint) {
    return blueprint.events().eventInvokes().stream()
        .map(
            each ->
                new EventSettings(
                    each.function(),
                    "arn:aws:lambda:%s:%s:function:%s"
                        .formatted(Locals.REGION, Locals.ACCOUNT, each.function()),
                    Wiring.instances(each.function(), blueprint),
                    each.maximumRetryAttempts(),
                    each.maximumEventAge(),
                    each.onFailureQueueUrl()))
        .toList();
  }

  /**
   * The rules.
   *
   * @throws Complaint if a pattern or an input transformer is wrong
   */
  static List<Rule> rules(Blueprint blueprint) {
    return blueprint.events().rules().stream().map(EventWiring::rule).toList();
  }

  private static Rule rule(EventBlueprint.Rule rule) {
    Rule.wrongIn(rule.pattern())
        .ifPresent(wrong -> complain("The rule " + rule.id() + ": EventPattern: " + wrong));
    return new Rule(
        rule.name(),
        rule.arn(),
        rule.bus(),
        rule.pattern(),
        rule.enabled(),
        rule.description(),
        rule.targets().stream().map(target -> target(target, rule)).toList());
  }

  private static Rule.Target target(EventBlueprint.RuleTarget target, EventBlueprint.Rule rule) {
    Input input = input(target);
    Input.wrongIn(input)
        .ifPresent(
            wrong -> complain("The rule " + rule.id() + ", target " + target.id() + ": " + wrong));
    return new Rule.Target(
        target.id(), target.arn(), input, retries(target.retry()), target.deadLetterArn());
  }

  private static void complain(String complaint) {
    throw new Complaint(complaint);
  }

  private static Input input(EventBlueprint.RuleTarget target) {
    return target
        .input()
        .<Input>map(Input.Constant::new)
        .or(() -> target.inputPath().map(Input.Part::new))
        .or(
            () ->
                target
                    .inputTemplate()
                    .map(template -> new Input.Transformed(target.inputPaths(), template)))
        .orElseGet(Input.WholeEvent::new);
  }

  private static RetryPolicy retries(EventBlueprint.Retry retry) {
    return new RetryPolicy(
        retry.maximumAttempts().orElse(RetryPolicy.DEFAULT.maximumRetryAttempts()),
        retry
            .maximumAgeSeconds()
            .map(Duration::ofSeconds)
            .orElse(RetryPolicy.DEFAULT.maximumEventAge()));
  }

  /** The schedules, as CreateSchedule takes them. */
  static List<ObjectNode> schedules(Blueprint blueprint) {
    return blueprint.events().schedules().stream().map(EventWiring::schedule).toList();
  }

  private static ObjectNode schedule(EventBlueprint.Schedule schedule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("Name", schedule.name()).put("GroupName", schedule.group());
    if (!schedule.description().isEmpty()) {
      json.put("Description", schedule.description());
    }
    json.put("ScheduleExpression", schedule.expression())
        .put("ScheduleExpressionTimezone", schedule.zone())
        .put("State", schedule.enabled() ? "ENABLED" : "DISABLED");
    schedule.start().ifPresent(start -> json.put("StartDate", start.getEpochSecond()));
    schedule.end().ifPresent(end -> json.put("EndDate", end.getEpochSecond()));
    json.putObject("FlexibleTimeWindow").put("Mode", "OFF");
    ObjectNode target = json.putObject("Target").put("Arn", schedule.targetArn());
    put(target, "RoleArn", schedule.roleArn());
    put(target, "Input", schedule.input());
    schedule
        .deadLetterArn()
        .ifPresent(queue -> target.putObject("DeadLetterConfig").put("Arn", queue));
    ObjectNode retry = JsonNodeFactory.instance.objectNode();
    schedule.retry().maximumAttempts().ifPresent(n -> retry.put("MaximumRetryAttempts", n));
    schedule.retry().maximumAgeSeconds().ifPresent(n -> retry.put("MaximumEventAgeInSeconds", n));
    if (!retry.isEmpty()) {
      target.set("RetryPolicy", retry);
    }
    return json;
  }

  private static void put(ObjectNode node, String name, Optional<String> value) {
    value.ifPresent(text -> node.put(name, text));
  }
}
