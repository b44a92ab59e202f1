package outlay.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The client of every function. Region and credentials are named, not searched for: Lambda gives
 * both in the environment, and the search costs start-up time. {@code AWS_ENDPOINT_URL} is honoured
 * by the SDK itself.
 */
public final class DynamoDb {
  /** Longer than any healthy call; short enough for two more attempts within a request. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

  private DynamoDb() {}

  /**
   * A new client; one is enough for a function. A call is tried three times, with backoff, within 8
   * seconds.
   */
  public static DynamoDbClient client() {
    return DynamoDbClient.builder()
        .region(Region.of(Settings.require("AWS_REGION")))
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                .apiCallTimeout(CALL_TIMEOUT)
                .build())
        .build();
  }
}
