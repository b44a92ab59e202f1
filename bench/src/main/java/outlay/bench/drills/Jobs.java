package outlay.bench.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import outlay.bench.Environment;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Runs jobs as an operator does: invokes the function, and looks at the run's item until it is
 * over.
 *
 * @param patience how long a run may take
 */
public record Jobs(
    LambdaClient lambda, DynamoDbClient dynamoDb, Environment environment, Duration patience) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofMillis(150);

  /**
   * What a run came to.
   *
   * @param ok whether the job says that all is well
   * @param result what it reports; its members are the job's own
   */
  public record Finished(String run, boolean ok, JsonNode result) {}

  /**
   * Runs a job to its end.
   *
   * @param request a JSON object
   * @throws IllegalStateException if it cannot be started, or is not over in time
   */
  public Finished run(String function, String request) throws InterruptedException {
    return run(function, request, () -> Optional.empty());
  }

  /**
   * Runs a job to its end, and kills workers of it on the way.
   *
   * @throws IllegalStateException as above
   */
  public Finished run(String function, String request, WorkerKiller workers)
      throws InterruptedException {
    workers.begin();
    return run(function, request, () -> workers.kill(function));
  }

  /**
   * @param meanwhile done before each look; may say how many milliseconds are to pass until the
   *     next
   */
  private Finished run(String function, String request, Supplier<Optional<Integer>> meanwhile)
      throws InterruptedException {
    InvokeResponse answer =
        lambda.invoke(
            invoke -> invoke.functionName(function).payload(SdkBytes.fromUtf8String(request)));
    String payload = answer.payload().asUtf8String();
    if (answer.functionError() != null) {
      throw new IllegalStateException(function + " failed: " + payload);
    }
    String run = read(payload).path("run").asText();
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      Map<String, AttributeValue> item = item(run);
      AttributeValue ok = item.get("ok");
      AttributeValue result = item.get("result");
      if (ok != null && result != null) {
        return new Finished(run, ok.bool(), read(result.s()));
      }
      Thread.sleep(meanwhile.get().orElse((int) PAUSE.toMillis()));
    }
    throw new IllegalStateException(run + " is not over after " + patience.toSeconds() + " s");
  }

  private Map<String, AttributeValue> item(String run) {
    return dynamoDb
        .getItem(
            get ->
                get.tableName(environment.get("OUTLAY_RUNS_TABLE"))
                    .consistentRead(true)
                    .key(Map.of("run", AttributeValue.fromS(run))))
        .item();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException notJson) {
      throw new IllegalStateException("No JSON: " + json, notJson);
    }
  }
}
