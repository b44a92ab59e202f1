package outlay.local.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import outlay.local.targets.RetryPolicy;

/**
 * A schedule: what <a
 * href="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html">CreateSchedule</a>
 * takes, checked.
 *
 * @param definition as it was given, with name and group; {@code StartDate} and {@code EndDate} in
 *     seconds since 1970
 * @param modified when it got this definition; a rate without a start date begins then
 */
record Schedule(ObjectNode definition, Instant created, Instant modified) {
  static final JsonMapper JSON = new JsonMapper();

  private static final String NAME = "[0-9a-zA-Z-_.]{1,64}";
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "Name",
          "GroupName",
          "Description",
          "ScheduleExpression",
          "ScheduleExpressionTimezone",
          "StartDate",
          "EndDate",
          "State",
          "FlexibleTimeWindow",
          "ActionAfterCompletion",
          "KmsKeyArn",
          "ClientToken",
          "Target");
  private static final Set<String> UNDERSTOOD_OF_TARGETS =
      Set.of("Arn", "RoleArn", "Input", "RetryPolicy", "DeadLetterConfig");

  /**
   * A schedule that was just defined.
   *
   * @throws Refusal saying what is wrong with it, or not provided here
   */
  static Schedule of(ObjectNode definition, Instant created, Instant now) {
    Schedule schedule = new Schedule(definition.deepCopy().without("ClientToken"), created, now);
    schedule.check();
    return schedule;
  }

  private void check() {
    refuseOthers(definition, UNDERSTOOD);
    refuseOthers(definition.path("Target"), UNDERSTOOD_OF_TARGETS);
    if (!name().matches(NAME) || !group().matches(NAME)) {
      throw Refusal.invalid("Name and GroupName must match " + NAME + ".");
    }
    if (!definition.path("FlexibleTimeWindow").path("Mode").asText("").equals("OFF")) {
      throw Refusal.invalid("Of the modes of FlexibleTimeWindow only OFF is provided locally.");
    }
    if (targetArn().isEmpty()) {
      throw Refusal.invalid("Target.Arn is missing.");
    }
    try {
      var unused = retryPolicy();
    } catch (IllegalArgumentException outOfRange) {
      throw Refusal.invalid(String.valueOf(outOfRange.getMessage()));
    }
    if (definition.has("StartDate")
        && definition.has("EndDate")
        && !start().orElseThrow().isBefore(end().orElseThrow())) {
      throw Refusal.invalid("The StartDate must come before the EndDate.");
    }
    if (!definition.path("State").asText("ENABLED").matches("ENABLED|DISABLED")) {
      throw Refusal.invalid("State must be ENABLED or DISABLED.");
    }
    var unusedToo = expression();
  }

  private static void refuseOthers(JsonNode node, Set<String> understood) {
    node.properties()
        .forEach(
            entry -> {
              if (!understood.contains(entry.getKey())) {
                throw Refusal.invalid(entry.getKey() + " is not provided locally.");
              }
            });
  }

  String name() {
    return definition.path("Name").asText();
  }

  String group() {
    return definition.path("GroupName").asText("default");
  }

  boolean isEnabled() {
    return definition.path("State").asText("ENABLED").equals("ENABLED");
  }

  boolean isDeletedAfterCompletion() {
    return definition.path("ActionAfterCompletion").asText("").equals("DELETE");
  }

  private String expressionText() {
    return definition.path("ScheduleExpression").asText("");
  }

  String zone() {
    return definition.path("ScheduleExpressionTimezone").asText("UTC");
  }

  private Optional<Instant> start() {
    return date("StartDate");
  }

  private Optional<Instant> end() {
    return date("EndDate");
  }

  private Optional<Instant> date(String name) {
    JsonNode date = definition.path(name);
    if (date.isMissingNode()) {
      return Optional.empty();
    }
    if (!date.isNumber()) {
      throw Refusal.invalid(name + " is no time.");
    }
    return Optional.of(
        Instant.ofEpochMilli(date.decimalValue().multiply(BigDecimal.valueOf(1000)).longValue()));
  }

  private Expression expression() {
    try {
      Instant anchor = start().orElse(modified);
      return Expression.of(expressionText(), ZoneId.of(zone()), anchor);
    } catch (DateTimeException unknown) {
      throw Refusal.invalid("Invalid ScheduleExpressionTimezone " + zone() + ".");
    }
  }

  /**
   * The first time that it fires after {@code instant}, between its start and its end; empty if
   * never. A one-time schedule has neither.
   */
  Optional<Instant> next(Instant instant) {
    Expression expression = expression();
    if (expressionText().startsWith("at(")) {
      return expression.next(instant);
    }
    Instant before =
        start()
            .map(start -> start.minusNanos(1))
            .filter(start -> start.isAfter(instant))
            .orElse(instant);
    return expression.next(before).filter(next -> end().isEmpty() || !next.isAfter(end().get()));
  }

  String targetArn() {
    return definition.path("Target").path("Arn").asText("");
  }

  Optional<String> input() {
    return Optional.ofNullable(definition.path("Target").get("Input")).map(JsonNode::asText);
  }

  Optional<String> deadLetterArn() {
    return Optional.ofNullable(definition.path("Target").path("DeadLetterConfig").get("Arn"))
        .map(JsonNode::asText);
  }

  RetryPolicy retryPolicy() {
    JsonNode policy = definition.path("Target").path("RetryPolicy");
    return new RetryPolicy(
        policy.path("MaximumRetryAttempts").asInt(RetryPolicy.DEFAULT.maximumRetryAttempts()),
        Duration.ofSeconds(
            policy
                .path("MaximumEventAgeInSeconds")
                .asLong(RetryPolicy.DEFAULT.maximumEventAge().toSeconds())));
  }

  /** As it is kept on disk. */
  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.set("definition", definition);
    return json.put("created", created.toString()).put("modified", modified.toString());
  }

  static Schedule of(ObjectNode json) {
    return new Schedule(
        (ObjectNode) json.path("definition"),
        Instant.parse(json.path("created").asText()),
        Instant.parse(json.path("modified").asText()));
  }
}
