package outlay.jobs.runs;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.store.Aws;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * What the queue of a job's steps invokes. A step that fails is reported as such, comes back after
 * the queue's visibility time-out, and ends in the dead-letter queue when it failed too often.
 * Reads {@code RUNS_TABLE} and {@code STEPS_QUEUE_URL} from the environment.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial
 *     batch responses</a>
 */
public abstract class WorkerHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerHandler.class);

  private final Worker worker;
  private final String queue;
  private final Duration reserve;

  /**
   * @param reserve what one more step of a segment may take, at most: the job is told to pause when
   *     no more than this is left of the invocation
   */
  protected WorkerHandler(Job job, Duration reserve) {
    List<String> settings = Settings.requireAll("RUNS_TABLE", "STEPS_QUEUE_URL");
    this.worker =
        new Worker(
            job,
            new DynamoRunStore(DynamoDb.client(), settings.get(0)),
            new SqsStepQueue(Aws.client(SqsClient.builder()), settings.get(1)),
            new PowertoolsJournal(),
            Clock.systemUTC());
    this.queue = settings.get(1).substring(settings.get(1).lastIndexOf('/') + 1);
    this.reserve = reserve;
  }

  @Override
  public final SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return PowertoolsLogging.withLogging(context, () -> take(event, context));
  }

  private SQSBatchResponse take(SQSEvent event, Context context) {
    List<SQSBatchResponse.BatchItemFailure> failed = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      try {
        checkOrigin(message);
        worker.take(
            SqsStepQueue.fromJson(message.getBody()),
            () -> context.getRemainingTimeInMillis() <= reserve.toMillis());
      } catch (RuntimeException fault) {
        LOG.error("step_failed", entry("message_id", message.getMessageId()), fault);
        failed.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failed);
  }

  private void checkOrigin(SQSEvent.SQSMessage message) {
    if (message.getEventSourceArn() == null || !message.getEventSourceArn().endsWith(":" + queue)) {
      throw new IllegalArgumentException("a message of another queue");
    }
  }
}
