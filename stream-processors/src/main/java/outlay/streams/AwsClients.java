package outlay.streams;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import outlay.store.DynamoDb;
import outlay.store.Settings;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A function's clients, and the threads that use them. Made once, when the function's JVM starts.
 */
final class AwsClients {
  private static final int THREADS = 16;

  static {
    // The JDK keeps five idle connections to a host and closes the others after each call. Read
    // once, by the first call: so it is set before there is a client.
    // https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/net/doc-files/net-properties.html
    System.setProperty("http.maxConnections", Integer.toString(THREADS));
  }

  DynamoDbClient dynamo() {
    return DynamoDb.client();
  }

  SqsClient sqs() {
    return built(SqsClient.builder());
  }

  SnsClient sns() {
    return built(SnsClient.builder());
  }

  /** Enough to keep a table busy; they end with the JVM. */
  static ExecutorService pool() {
    return Executors.newFixedThreadPool(
        THREADS,
        task -> {
          Thread thread = new Thread(task, "subject");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C built(
      B builder) {
    return builder
        .region(Region.of(Settings.require("AWS_REGION")))
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(Duration.ofSeconds(2))
                .apiCallTimeout(Duration.ofSeconds(8))
                .build())
        .build();
  }
}
