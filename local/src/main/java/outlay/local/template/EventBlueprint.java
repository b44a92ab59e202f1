package outlay.local.template;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template says about events: who reads queues, what becomes of asynchronous invocations,
 * what buses and schedules there are. Each in the order of the template.
 *
 * @param buses names beside the default bus's
 * @param scheduleGroups names beside the default group's
 */
public record EventBlueprint(
    List<QueueMapping> queueMappings,
    List<EventInvoke> eventInvokes,
    List<String> buses,
    List<Rule> rules,
    List<String> scheduleGroups,
    List<Schedule> schedules) {
  public EventBlueprint {
    queueMappings = List.copyOf(queueMappings);
    eventInvokes = List.copyOf(eventInvokes);
    buses = List.copyOf(buses);
    rules = List.copyOf(rules);
    scheduleGroups = List.copyOf(scheduleGroups);
    schedules = List.copyOf(schedules);
  }

  /**
   * A function that reads a queue. Absent settings have AWS's defaults.
   *
   * @param id function and event
   * @param queue the queue's name in SQS
   * @param maximumConcurrency nothing if the template does not say
   */
  public record QueueMapping(
      String id,
      String function,
      String queue,
      String queueArn,
      Duration visibilityTimeout,
      List<String> filterPatterns,
      int batchSize,
      Duration window,
      boolean reportBatchItemFailures,
      Optional<Integer> maximumConcurrency) {
    public QueueMapping {
      filterPatterns = List.copyOf(filterPatterns);
    }
  }

  /**
   * What becomes of a function's asynchronous invocations: of each function, by default as Lambda
   * has it.
   *
   * @param onFailureQueueUrl where what was given up is told
   */
  public record EventInvoke(
      String function,
      int maximumRetryAttempts,
      Duration maximumEventAge,
      Optional<String> onFailureQueueUrl) {}

  /**
   * A rule of a bus.
   *
   * @param id its logical id
   * @param name in EventBridge
   * @param pattern JSON
   */
  public record Rule(
      String id,
      String name,
      String arn,
      String bus,
      String pattern,
      boolean enabled,
      String description,
      List<RuleTarget> targets) {
    public Rule {
      targets = List.copyOf(targets);
    }
  }

  /**
   * A rule's target. At most one of input, path, and template is there.
   *
   * @param input JSON
   * @param inputPaths by the names that the template uses
   */
  public record RuleTarget(
      String id,
      String arn,
      Optional<String> input,
      Optional<String> inputPath,
      Map<String, String> inputPaths,
      Optional<String> inputTemplate,
      Retry retry,
      Optional<String> deadLetterArn) {
    public RuleTarget {
      inputPaths = Map.copyOf(inputPaths);
    }
  }

  /** How long a delivery is tried again; nothing for the default. */
  public record Retry(Optional<Integer> maximumAttempts, Optional<Integer> maximumAgeSeconds) {}

  /**
   * A schedule.
   *
   * @param name in the scheduler
   * @param expression {@code rate(…)}, {@code at(…)}, or {@code cron(…)}
   */
  public record Schedule(
      String name,
      String group,
      String description,
      String expression,
      String zone,
      Optional<Instant> start,
      Optional<Instant> end,
      boolean enabled,
      String targetArn,
      Optional<String> roleArn,
      Optional<String> input,
      Retry retry,
      Optional<String> deadLetterArn) {}
}
