package outlay.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

final class QueuesIT {
  private static final URI EDGE = URI.create("http://127.0.0.1:1");

  @TempDir private Path folder;

  @Test
  void kill_losesNoAcknowledgedMessage() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SendAndHalt.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();

    try (Queues queues = start();
        SqsClient client = client(queues)) {
      assertThat(receiveAll(client, "failures"))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 20).mapToObj(i -> "message " + i).toList());
    }
  }

  @Test
  void deletedMessage_staysDeletedAfterARestart() throws IOException {
    try (Queues queues = start();
        SqsClient client = client(queues)) {
      queues.createQueue(QueueSpec.of("failures"));
      queues.send(queues.url("failures"), "done");
      receiveAll(client, "failures");
    }

    try (Queues queues = start();
        SqsClient client = client(queues)) {
      queues.createQueue(QueueSpec.of("failures"));
      assertThat(receiveAll(client, "failures")).isEmpty();
    }
  }

  @Test
  void redrive_movesWhatIsReceivedTooOften() throws IOException {
    try (Queues queues = start();
        SqsClient client = client(queues)) {
      queues.createQueue(QueueSpec.of("dead"));
      QueueSpec plain = QueueSpec.of("jobs");
      queues.createQueue(
          new QueueSpec(
              "jobs",
              Duration.ZERO,
              plain.retention(),
              plain.delay(),
              plain.receiveWait(),
              Optional.of(new QueueSpec.Redrive("dead", 1))));
      queues.send(
          queues.url("jobs"), "poison", Map.of("kind", new Queues.Attribute("String", "x")));

      for (int i = 0; i < 2; i++) {
        client.receiveMessage(r -> r.queueUrl(queues.url("jobs")).visibilityTimeout(0));
      }

      assertThat(receiveAll(client, "dead")).containsExactly("poison");
    }
  }

  private Queues start() throws IOException {
    return Queues.start(Optional.of(folder), EDGE, "eu-west-1", "000000000000");
  }

  private static List<String> receiveAll(SqsClient client, String queue) {
    String url = client.getQueueUrl(r -> r.queueName(queue)).queueUrl();
    List<String> bodies = new ArrayList<>();
    List<Message> messages;
    do {
      messages =
          client
              .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
              .messages();
      for (Message message : messages) {
        bodies.add(message.body());
        client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    } while (!messages.isEmpty());
    return bodies;
  }

  private static SqsClient client(Queues queues) {
    return SqsClient.builder()
        .endpointOverride(queues.uri())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }
}
