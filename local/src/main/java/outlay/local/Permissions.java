package outlay.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.local.iam.Guard;
import outlay.local.iam.Role;
import outlay.local.template.Blueprint;
import outlay.local.template.EventBlueprint;
import outlay.local.template.Locals;

/**
 * Makes the {@link Guard} of a template, and checks what services of AWS do in the name of its
 * roles: read streams and queues, write logs and traces, report failures, start functions on
 * schedule. AWS refuses to create a mapping whose role lacks these, or loses what it would have
 * written.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html">Streams</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions">Queues</a>
 */
final class Permissions {
  private final Blueprint blueprint;
  private final Guard guard;
  private final List<String> missing = new ArrayList<>();

  private Permissions(Blueprint blueprint, Guard guard) {
    this.blueprint = blueprint;
    this.guard = guard;
  }

  /**
   * Who may do what.
   *
   * @throws Complaint naming every permission that a service lacks, or a policy that is not
   *     understood here
   */
  static Guard guard(Blueprint blueprint) {
    Guard guard = new Guard(roles(blueprint), Locals.REGION, Locals.ACCOUNT);
    Permissions check = new Permissions(blueprint, guard);
    blueprint.functions().forEach(check::function);
    blueprint.streamMappings().forEach(check::stream);
    blueprint.events().queueMappings().forEach(check::queue);
    blueprint.events().eventInvokes().forEach(check::eventInvoke);
    blueprint.events().schedules().forEach(check::schedule);
    if (!check.missing.isEmpty()) {
      throw new Complaint(
          "template.yaml lacks permissions:\n  - " + String.join("\n  - ", check.missing));
    }
    return guard;
  }

  /** By the name of who takes them: functions, and roles of schedules by their ARN. */
  private static Map<String, Role> roles(Blueprint blueprint) {
    Map<String, Role> byArn = new HashMap<>();
    for (Blueprint.Role role : blueprint.roles()) {
      byArn.put(role.arn(), read(role));
    }
    Map<String, Role> roles = new HashMap<>(byArn);
    for (Blueprint.Function function : blueprint.functions()) {
      // Without a role of its own, SAM makes one that may write logs and nothing else.
      roles.put(
          function.name(),
          function
              .role()
              .map(arn -> Optional.ofNullable(byArn.get(arn)).orElseThrow(() -> unknown(function)))
              .orElseGet(() -> Role.of(function.name() + "Role", List.of())));
    }
    return roles;
  }

  private static Role read(Blueprint.Role role) {
    try {
      return Role.of(role.name(), role.documents());
    } catch (IllegalArgumentException notUnderstood) {
      throw new Complaint(String.valueOf(notUnderstood.getMessage()));
    }
  }

  private static Complaint unknown(Blueprint.Function function) {
    return new Complaint(function.name() + ".Role is no role of this template.");
  }

  private void function(Blueprint.Function function) {
    function
        .logGroup()
        .ifPresent(
            group -> {
              String stream = arn("logs", "log-group:" + group + ":log-stream:any");
              need(function.name(), "logs:CreateLogStream", stream);
              need(function.name(), "logs:PutLogEvents", stream);
            });
    if (function.traced()) {
      need(function.name(), "xray:PutTraceSegments", "*");
      need(function.name(), "xray:PutTelemetryRecords", "*");
    }
  }

  private void stream(Blueprint.StreamMapping mapping) {
    for (String action :
        List.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")) {
      need(mapping.function(), "dynamodb:" + action, mapping.streamArn());
    }
    mapping.onFailureQueue().ifPresent(queue -> send(mapping.function(), arn("sqs", queue)));
  }

  private void queue(EventBlueprint.QueueMapping mapping) {
    for (String action : List.of("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
      need(mapping.function(), "sqs:" + action, mapping.queueArn());
    }
  }

  private void eventInvoke(EventBlueprint.EventInvoke settings) {
    settings
        .onFailureQueueUrl()
        .ifPresent(
            url -> send(settings.function(), arn("sqs", url.substring(url.lastIndexOf('/') + 1))));
  }

  private void schedule(EventBlueprint.Schedule schedule) {
    String role = schedule.roleArn().orElse("");
    String function = Starter.nameIn(schedule.targetArn());
    blueprint.functions().stream()
        .filter(each -> each.name().equals(function))
        .forEach(
            each ->
                need(
                    role,
                    "lambda:InvokeFunction",
                    schedule.targetArn() + each.alias().map(alias -> ":" + alias).orElse("")));
    schedule.deadLetterArn().ifPresent(queue -> send(role, queue));
  }

  private void send(String caller, String queueArn) {
    need(caller, "sqs:SendMessage", queueArn);
  }

  private void need(String caller, String action, String resource) {
    boolean isSams = // SAM gives the role that it makes what its events need.
        blueprint.functions().stream()
            .anyMatch(each -> each.name().equals(caller) && each.role().isEmpty());
    if (!isSams && !guard.allows(caller, action, resource)) {
      missing.add("%s may not %s on %s".formatted(caller, action, resource));
    }
  }

  private static String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, Locals.REGION, Locals.ACCOUNT, resource);
  }
}
