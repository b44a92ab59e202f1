package outlay.jobs.runs;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.store.Aws;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The function of a job. A schedule or an operator invokes it with a request, and it opens a run
 * and answers {@code {"run": …, "segments": …}}; the queue of the job's steps invokes it with
 * messages, and it works.
 *
 * <p>A step that fails is reported as such, comes back after a pause, and ends in the dead-letter
 * queue when it failed too often. Reads {@code RUNS_TABLE}, {@code STEPS_QUEUE_URL}, and {@code
 * JOB_SEGMENTS} from the environment.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial
 *     batch responses</a>
 */
public abstract class JobHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private static final Logger LOG = LoggerFactory.getLogger(JobHandler.class);
  private static final String RECORDS = "Records";

  private final Planner planner;
  private final Worker worker;
  private final SqsStepQueue steps;
  private final String queue;
  private final Duration reserve;

  /**
   * @param reserve what one more step of a segment may take, at most: the job is told to pause when
   *     no more than this is left of the invocation
   */
  protected JobHandler(Job job, Duration reserve) {
    List<String> settings = Settings.requireAll("RUNS_TABLE", "STEPS_QUEUE_URL", "JOB_SEGMENTS");
    RunStore runs = new DynamoRunStore(DynamoDb.client(), settings.get(0));
    this.steps = new SqsStepQueue(Aws.client(SqsClient.builder()), settings.get(1));
    int segments = Integer.parseInt(settings.get(2));
    this.planner = new Planner(job, runs, steps, segments, Clock.systemUTC());
    this.worker = new Worker(job, runs, steps, new PowertoolsJournal(), Clock.systemUTC());
    this.queue = settings.get(1).substring(settings.get(1).lastIndexOf('/') + 1);
    this.reserve = reserve;
  }

  @Override
  public final Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    return PowertoolsLogging.withLogging(
        context,
        () ->
            event.get(RECORDS) instanceof List<?> messages
                ? take(messages, context)
                : open(event, context));
  }

  private Map<String, Object> open(Map<String, Object> request, Context context) {
    Run run = planner.open(request, context.getAwsRequestId());
    LOG.info("run_opened", entry("run", run.id()), entry("segments", run.segments()));
    Map<String, Object> answer = new TreeMap<>();
    answer.put("run", run.id());
    answer.put("segments", run.segments());
    answer.put("parameters", run.parameters());
    return answer;
  }

  private Map<String, Object> take(List<?> messages, Context context) {
    List<Map<String, String>> failed = new ArrayList<>();
    for (Object message : messages) {
      String id = text(message, "messageId");
      try {
        checkOrigin(text(message, "eventSourceARN"));
        worker.take(
            SqsStepQueue.fromJson(text(message, "body")),
            () -> context.getRemainingTimeInMillis() <= reserve.toMillis());
      } catch (RuntimeException fault) {
        LOG.error("step_failed", entry("message_id", id), fault);
        failed.add(Map.of("itemIdentifier", id));
        retry(message);
      }
    }
    return Map.of("batchItemFailures", failed);
  }

  /** Where this fails, too, the step comes back after the queue's visibility time-out. */
  private void retry(Object message) {
    try {
      Object attributes = ((Map<?, ?>) message).get("attributes");
      steps.retry(
          text(message, "receiptHandle"),
          Integer.parseInt(text(attributes, "ApproximateReceiveCount")));
    } catch (RuntimeException fault) {
      LOG.warn("step_retried_late", fault);
    }
  }

  private static String text(@Nullable Object message, String name) {
    return Optional.ofNullable(message)
        .filter(Map.class::isInstance)
        .map(map -> ((Map<?, ?>) map).get(name))
        .map(Object::toString)
        .orElseThrow(() -> new IllegalArgumentException("a message has no " + name));
  }

  private void checkOrigin(String queueArn) {
    if (!queueArn.endsWith(":" + queue)) {
      throw new IllegalArgumentException("a message of another queue");
    }
  }
}
