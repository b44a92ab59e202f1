package outlay.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function as the template describes it.
 *
 * @param name logical id; also the name of its log, its pid files, and in its ARN
 * @param jar its code with its dependencies, as Lambda would get it
 * @param layers the content of its layers; Lambda adds the jars in their {@code java/lib} to the
 *     class path
 * @param handler as in the template: {@code package.Class::method}
 * @param memoryMb what Lambda would give it; its JVM's heap is a share of this, as on Lambda
 * @param timeout for one invocation, without the start of an instance
 * @param environment the template's variables and what is set here for all: region, credentials,
 *     {@code AWS_ENDPOINT_URL}. It wins over what {@link Functions} sets, except where the Runtime
 *     API is
 * @param maxInstances at most this many JVMs at once, 1 or more
 */
public record FunctionSpec(
    String name,
    Path jar,
    List<Path> layers,
    String handler,
    int memoryMb,
    Duration timeout,
    Map<String, String> environment,
    int maxInstances) {
  public FunctionSpec {
    if (maxInstances < 1 || memoryMb < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          name + ": memory, time-out, and instances must be above zero");
    }
    layers = List.copyOf(layers);
    environment = Map.copyOf(environment);
  }

  String region() {
    return environment.getOrDefault("AWS_REGION", "us-east-1");
  }

  /** Local accounts are all zeros. */
  String arn() {
    return "arn:aws:lambda:" + region() + ":000000000000:function:" + name;
  }

  boolean logsJson() {
    return "JSON".equals(environment.get("AWS_LAMBDA_LOG_FORMAT"));
  }
}
