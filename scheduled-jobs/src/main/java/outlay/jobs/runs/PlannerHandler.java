package outlay.jobs.runs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import outlay.store.Aws;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * What a schedule or an operator invokes to start a run; answers {@code {"run": …, "segments": …}}.
 * Reads {@code RUNS_TABLE}, {@code STEPS_QUEUE_URL}, and {@code JOB_SEGMENTS} from the environment.
 */
public abstract class PlannerHandler
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final Planner planner;

  protected PlannerHandler(Plan plan) {
    List<String> settings = Settings.requireAll("RUNS_TABLE", "STEPS_QUEUE_URL", "JOB_SEGMENTS");
    this.planner =
        new Planner(
            plan,
            new DynamoRunStore(DynamoDb.client(), settings.get(0)),
            new SqsStepQueue(Aws.client(SqsClient.builder()), settings.get(1)),
            Integer.parseInt(settings.get(2)),
            Clock.systemUTC());
  }

  @Override
  public final Map<String, Object> handleRequest(Map<String, Object> request, Context context) {
    return PowertoolsLogging.withLogging(context, () -> answer(request, context));
  }

  private Map<String, Object> answer(Map<String, Object> request, Context context) {
    Run run = planner.open(request == null ? Map.of() : request, context.getAwsRequestId());
    Map<String, Object> answer = new TreeMap<>();
    answer.put("run", run.id());
    answer.put("segments", run.segments());
    answer.put("parameters", run.parameters());
    return answer;
  }
}
