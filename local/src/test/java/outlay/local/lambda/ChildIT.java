package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The class that every child process starts with. */
class ChildIT {
  @Test
  void child_whosePipeEnds_ends() throws Exception {
    Process child = start();
    try {
      byte[] said = child.getInputStream().readNBytes(5);
      assertThat(new String(said, UTF_8)).isEqualTo("hello"); // Runs, with the other arguments.
      assertThat(child.isAlive()).isTrue();

      child.getOutputStream().close(); // As the system does when the parent is gone.

      assertThat(child.waitFor(20, SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    String classPath =
        String.join(
            File.pathSeparator,
            List.of(
                Path.of("lambda-runtime", "target", "local-lambda-runtime.jar").toString(),
                Path.of("target", "test-classes").toString()));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            "outlay.local.child.Child",
            Endless.class.getName(),
            "hello")
        .start();
  }

  /** Would run for ever. */
  public static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.print(arguments[0]);
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }
}
