package outlay.local.sqs;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Sends messages, and dies right after the last is acknowledged. */
final class SendAndHalt {
  private SendAndHalt() {}

  public static void main(String[] arguments) throws Exception {
    Queues queues =
        Queues.start(
            Optional.of(Path.of(arguments[0])),
            URI.create("http://127.0.0.1:1"),
            "eu-west-1",
            "000000000000");
    queues.createQueue(QueueSpec.of("failures"));
    for (int i = 1; i <= 20; i++) {
      queues.send(queues.url("failures"), "message " + i);
    }
    Runtime.getRuntime().halt(0);
  }
}
