package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the real Runtime Interface Client, in processes: what a start leaves to the next. */
@Timeout(120)
class ArchivesIT {
  private static final Path RUNTIME = Path.of("lambda-runtime", "target");

  @TempDir Path folder;
  private Path jar = Path.of("");

  @BeforeEach
  void packFunction() throws IOException {
    jar = folder.resolve("function.jar");
    FunctionJar.write(jar);
  }

  @Test
  void firstInstance_leavesAnArchive_thatTheNextUses() throws IOException {
    try (Functions functions = start("first")) {
      assertThat(invoke(functions)).isEqualTo("{\"a\":1}");
      assertThat(archives()).noneMatch(name -> name.endsWith(".jsa"));
    }
    assertThat(archives()).hasSize(2).anyMatch(name -> name.endsWith(".jsa")).contains("Test.lock");

    try (Functions functions = start("second")) {
      assertThat(invoke(functions)).isEqualTo("{\"a\":1}");
      assertThat(command(functions)).contains("-XX:SharedArchiveFile=" + archive());
    }
    assertThat(log("second")).doesNotContain("warning");
  }

  @Test
  void secondInstance_whileTheFirstRecords_goesWithout() throws IOException {
    try (Functions first = start("first");
        Functions second = start("second")) {
      invoke(first);
      invoke(second);

      assertThat(command(first)).contains("-XX:ArchiveClassesAtExit=");
      assertThat(command(second)).doesNotContain("Archive");
    }
    assertThat(archives()).hasSize(2);
  }

  @Test
  void instanceThatWasKilled_leavesNone() throws IOException {
    try (Functions functions = start("first")) {
      invoke(functions);
      ProcessHandle process = process(functions);
      process.destroyForcibly();
      process.onExit().join();
    }

    assertThat(archives()).containsExactly("Test.lock");
  }

  @Test
  void instanceThatNeverAnswered_leavesNone() throws IOException {
    FunctionSpec failing = spec(Map.of("EXIT_INIT", "1"));
    try (Functions functions =
        Functions.start(List.of(failing), RUNTIME, folder.resolve("failing"))) {
      assertThat(invoke(functions)).contains("exit status 3");
    }

    assertThat(archives()).containsExactly("Test.lock");
  }

  @Test
  void brokenArchive_isIgnored() throws IOException {
    record("first");
    Path archive = archive();
    Files.delete(archive);
    Files.writeString(archive, "not an archive\n".repeat(10_000));

    try (Functions functions = start("second")) {
      assertThat(invoke(functions)).isEqualTo("{\"a\":1}");
      assertThat(command(functions)).contains("-XX:SharedArchiveFile=" + archive);
    }
  }

  @Test
  void jarThatWasBuiltAgain_getsAnArchiveOfItsOwn() throws IOException {
    record("first");
    Path old = archive();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    record("second");

    assertThat(archives()).hasSize(2);
    assertThat(old).doesNotExist();
  }

  // ---------------------------------------------------------------- helpers

  private FunctionSpec spec(Map<String, String> environment) {
    return new FunctionSpec(
        "Test",
        jar,
        List.of(),
        "outlay.local.lambda.TestFunction::handle",
        256,
        Duration.ofSeconds(20),
        environment,
        1);
  }

  private Functions start(String work) {
    return Functions.start(List.of(spec(Map.of())), RUNTIME, folder.resolve(work));
  }

  private void record(String work) {
    try (Functions functions = start(work)) {
      invoke(functions);
    }
  }

  private static String invoke(Functions functions) {
    return new String(functions.invoke("Test", "{\"a\":1}".getBytes(UTF_8)).payload(), UTF_8);
  }

  private static ProcessHandle process(Functions functions) {
    Usage usage = Objects.requireNonNull(functions.usage().get("Test"));
    return ProcessHandle.of(usage.pids().get(0)).orElseThrow();
  }

  private static String command(Functions functions) {
    return String.join(" ", process(functions).info().arguments().orElseThrow());
  }

  private String log(String work) throws IOException {
    return Files.readString(folder.resolve(work).resolve("logs/Test.log"));
  }

  private List<String> archives() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("archives"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Path archive() throws IOException {
    String name =
        archives().stream().filter(each -> each.endsWith(".jsa")).findFirst().orElseThrow();
    return folder.resolve("archives").resolve(name);
  }
}
