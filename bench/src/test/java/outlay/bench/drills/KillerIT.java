package outlay.bench.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import outlay.bench.Killer;

class KillerIT {
  @TempDir private Path pidFiles = Path.of("");

  @Test
  void killOne_killsWhatRunsAndNothingElse() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName())
            .start();
    Files.writeString(pidFiles.resolve("Totals-1.pid"), victim.pid() + "\n");
    Files.writeString(pidFiles.resolve("Totals-2.pid"), ""); // Being written.
    // A number that is another's by now: that of the test itself, which is younger than the file.
    Path stale =
        Files.writeString(pidFiles.resolve("Alerts-1.pid"), ProcessHandle.current().pid() + "");
    Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    try (Killer killer = Killer.start(pidFiles, 7)) {

      assertThat(killer.killOne()).contains("Totals");

      assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(killer.killOne()).isEmpty();
      assertThat(killer.kills()).isEqualTo(Map.of("Totals", 1));
    } finally {
      victim.destroyForcibly();
    }
  }

  /** Runs until it is killed. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] args) throws InterruptedException {
      Thread.currentThread().join();
    }
  }
}
