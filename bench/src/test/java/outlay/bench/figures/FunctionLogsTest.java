package outlay.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLogsTest {
  private static final String REPORT =
      """
      {"time":"2026-01-22T12:00:00Z","type":"platform.report","record":{"requestId":"1","metrics":\
      {"durationMs":1.250,"billedDurationMs":2,"memorySizeMB":512},"status":"success"}}""";

  @TempDir private Path folder;

  @Test
  void line_ofLambda_isAnInvocation() {
    assertThat(FunctionLogs.line(REPORT))
        .isEqualTo(new FunctionLogs.Invocations(1, 0.001, 1.25, 0, REPORT.length()));
  }

  @Test
  void line_ofTheFunction_isItsOwnBytes() {
    assertThat(FunctionLogs.line("{\"message\":\"naïve\"}"))
        .isEqualTo(new FunctionLogs.Invocations(0, 0, 0, 20, 0));
  }

  @Test
  void line_cutOff_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunctionLogs.line(REPORT.substring(0, REPORT.length() - 5)))
        .withMessageStartingWith("No report of Lambda");
  }

  @Test
  void durations_areOfThoseThatEndedLater() throws IOException {
    Path log = Files.write(folder.resolve("Ingest.log"), List.of(REPORT, "another line"));

    assertThat(FunctionLogs.durations(log, Instant.parse("2026-01-22T11:59:59Z")))
        .containsExactly(Duration.ofNanos(1_250_000));
    assertThat(FunctionLogs.durations(log, Instant.parse("2026-01-22T12:00:01Z"))).isEmpty();
  }

  @Test
  void since_isWhatWasAdded() throws IOException {
    Path log = Files.writeString(folder.resolve("Ingest.log"), "before\n" + REPORT + "\n");
    FunctionLogs before = FunctionLogs.read(folder);
    Files.write(log, List.of("before", REPORT, "after", REPORT, REPORT));
    Files.writeString(folder.resolve("Totals.log"), REPORT + "\n");

    FunctionLogs added = FunctionLogs.read(folder).since(before);

    assertThat(added.of(Set.of("Ingest")).count()).isEqualTo(2);
    assertThat(added.of(Set.of("Ingest")).ownBytes()).isEqualTo(5);
    assertThat(added.of(Set.of("Ingest", "Totals")).count()).isEqualTo(3);
    assertThat(added.of(Set.of("Query")).count()).isZero();
  }
}
