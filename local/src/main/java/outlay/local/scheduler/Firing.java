package outlay.local.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import outlay.local.targets.Delivery;

/**
 * One time that a schedule fires.
 *
 * @param scheduled when it was to fire, however late that was noticed
 */
record Firing(Schedule schedule, String arn, Instant scheduled) {
  private static final String ATTEMPT = "<aws.scheduler.attempt-number>";

  /**
   * The delivery to the schedule's target. See <a
   * href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html">what
   * may stand in an input</a>, and <a
   * href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html">what
   * a dead letter says</a>.
   */
  Delivery delivery(String account, String region, Instant now) {
    String execution = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    String time = scheduled.truncatedTo(ChronoUnit.SECONDS).toString();
    String input =
        schedule
            .input()
            .map(
                text ->
                    text.replace("<aws.scheduler.scheduled-time>", time)
                        .replace("<aws.scheduler.execution-id>", execution)
                        .replace("<aws.scheduler.schedule-arn>", arn))
            .orElseGet(() -> notification(account, region, time));
    return Delivery.of(
        schedule.targetArn(),
        input,
        Optional.of(ATTEMPT),
        input,
        Map.of(
            "SCHEDULE_ARN", arn,
            "SCHEDULED_TIME", time,
            "EXECUTION_ID", execution,
            "IS_PAYLOAD_TRUNCATED", "false"),
        schedule.deadLetterArn(),
        schedule.retryPolicy(),
        now);
  }

  /** What a target gets if the schedule says nothing. */
  private String notification(String account, String region, String time) {
    ObjectNode event = Schedule.JSON.createObjectNode();
    event
        .put("version", "0")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", "Scheduled Event")
        .put("source", "aws.scheduler")
        .put("account", account)
        .put("time", time)
        .put("region", region);
    event.putArray("resources").add(arn);
    return event.put("detail", "{}").toString();
  }
}
