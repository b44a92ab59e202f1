package outlay.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * What all AWS clients of a function have in common. Region and credentials are named, not searched
 * for: Lambda gives both in the environment, and the search costs start-up time. {@code
 * AWS_ENDPOINT_URL} is honoured by the SDK itself.
 */
public final class Aws {
  /** How many calls to one service a function makes at the same time, at most. */
  public static final int MAX_PARALLEL_CALLS = 16;

  /** Longer than any healthy call. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

  /**
   * See <a
   * href="https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html">JSSE's
   * properties</a>.
   */
  private static final String NAMED_GROUPS = "jdk.tls.namedGroups";

  static {
    // The JDK keeps five idle connections to a host and closes the others after each call. It reads
    // this with the first call, so it is set before there is a client.
    // https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html
    System.setProperty("http.maxConnections", Integer.toString(MAX_PARALLEL_CALLS));
    // A client sends key shares of the first group of either kind. The JDK's first one of elliptic
    // curves is P-256, whose first use computes a table for a tenth of a cold start. It is still
    // offered: an endpoint that has neither of the others asks for it with one more round trip.
    if (System.getProperty(NAMED_GROUPS) == null) {
      System.setProperty(NAMED_GROUPS, "x25519,secp384r1,secp256r1");
    }
  }

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
                "UrlConnection",
                () -> UrlConnectionHttpClient.builder().socketTimeout(attempt).build()))
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
