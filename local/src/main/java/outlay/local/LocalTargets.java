package outlay.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import outlay.local.lambda.Events;
import outlay.local.sns.Sns;
import outlay.local.sqs.Queues;
import outlay.local.targets.TargetFailed;
import outlay.local.targets.Targets;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The topics, queues, and functions of this stack as targets of rules and schedules. */
record LocalTargets(Sns sns, Queues queues, Events functions) implements Targets {
  @Override
  public void send(String arn, String payload) throws TargetFailed {
    String[] parts = arn.split(":", 7);
    switch (parts.length < 6 ? "" : parts[2]) {
      case "sns" -> publish(arn, payload);
      case "sqs" -> enqueue(parts[5], payload);
      case "lambda" -> invoke(arn, payload);
      default -> throw TargetFailed.noResource("No target here: " + arn);
    }
  }

  private void publish(String arn, String payload) throws TargetFailed {
    if (!sns.hasTopic(arn)) {
      throw TargetFailed.noResource("Topic does not exist: " + arn);
    }
    try {
      sns.publish(arn, payload);
    } catch (IOException | RuntimeException failed) {
      throw TargetFailed.later(failed);
    }
  }

  private void enqueue(String queue, String payload) throws TargetFailed {
    try {
      queues.send(queues.url(queue), payload);
    } catch (QueueDoesNotExistException gone) {
      throw TargetFailed.noResource("The specified queue does not exist: " + queue);
    } catch (SdkException failed) {
      throw TargetFailed.later(failed);
    }
  }

  /** The function's name is the seventh part of its ARN; an alias may follow. */
  private void invoke(String arn, String payload) throws TargetFailed {
    String function = arn.replaceFirst("^(?:[^:]*:){6}([^:]*).*$", "$1");
    try {
      var unused = functions.accept(function, payload.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException refused) {
      throw TargetFailed.invalid(String.valueOf(refused.getMessage()));
    } catch (RuntimeException failed) {
      throw TargetFailed.later(failed);
    }
  }
}
