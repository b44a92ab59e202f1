package outlay.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * What all AWS clients of a function have in common. Region and credentials are named, not searched
 * for: Lambda gives both in the environment, and the search costs start-up time. {@code
 * AWS_ENDPOINT_URL} is honoured by the SDK itself.
 *
 * <p>Calls go through AWS's HTTP client in C, whose classes and native library come with the
 * template's layer: it sets TLS up in a tenth of the JDK's time, and does not ask a connection for
 * a millisecond before each call whether it is still open.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/lambda-optimize-starttime.html">What
 *     AWS advises for Lambda</a>
 */
public final class Aws {
  /** How many calls to one service a function makes at the same time, at most. */
  public static final int MAX_PARALLEL_CALLS = 16;

  /** Longer than any healthy call. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

  private Aws() {}

  /**
   * The client of this builder; one is enough for a function. A call is tried as often as the SDK
   * sees fit, with backoff, within 8 seconds.
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder) {
    return client(builder, ATTEMPT_TIMEOUT, CALL_TIMEOUT);
  }

  /**
   * The same for a service whose healthy calls take longer.
   *
   * @param attempt what one attempt may take
   * @param call what all attempts of a call may take together
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, Duration attempt, Duration call) {
    Region region = Region.of(Settings.require("AWS_REGION"));
    loadServiceMetadata();
    return builder
        .region(region)
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(
            new EagerHttpClient(
                "AwsCommonRuntime",
                () ->
                    new CrtHttpClient(
                        AwsCrtHttpClient.builder()
                            .maxConcurrency(MAX_PARALLEL_CALLS)
                            .connectionTimeout(attempt)
                            .build())))
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .apiCallAttemptTimeout(attempt)
                .apiCallTimeout(call)
                .build())
        .build();
  }

  /**
   * Lets the SDK load what it knows of each of AWS's services, some 400 classes, in the background:
   * building a client asks for one of them.
   */
  private static void loadServiceMetadata() {
    Thread thread = new Thread(() -> ServiceMetadata.of("dynamodb"), "service-metadata");
    thread.setDaemon(true);
    thread.start();
  }
}
