package outlay.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./run} as a process of its own, ended in every way there is. */
class RunIT {
  private static final Pattern VARIABLE = Pattern.compile("export (\\w+)='(.*)'");
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path temporary = Path.of("");
  private final List<Process> started = new ArrayList<>();

  /** Waits for children too: one that still writes would be in the way of removing its folder. */
  @AfterEach
  void endAll() throws Exception {
    for (Process process : started) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly().waitFor();
      waitForEnd(children);
    }
  }

  private static void waitForEnd(List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      process.onExit().get(PATIENCE_SECONDS, SECONDS);
    }
  }

  private Process run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // Over before a better compiler pays.
    command.addAll(List.of("-Doutlay.home=..", "-cp", "target/local.jar:target/lib/*"));
    command.add("outlay.local.Main");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private Path data() {
    return temporary.resolve("data");
  }

  private Process runUntilReady() throws IOException {
    Process process = run("--port", "0", "--data", data().toString());
    BufferedReader lines = process.inputReader();
    StringBuilder said = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !line.startsWith("Ctrl-C")) {
      said.append(line).append('\n');
      line = lines.readLine();
    }
    assertThat(line).as(said.toString()).isNotNull();
    return process;
  }

  private String said(Process process) throws IOException {
    return process.inputReader().lines().collect(Collectors.joining("\n"));
  }

  private Person person(String name) throws IOException, InterruptedException {
    Map<String, String> env =
        VARIABLE
            .matcher(Files.readString(data().resolve("env")))
            .results()
            .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    ObjectNode request = Control.JSON.createObjectNode();
    request.putArray("users").add(name);
    String token = new ControlClient(data()).send("token", request).path("tokens").path(0).asText();
    return new Person(
        name,
        token,
        URI.create(env.get("OUTLAY_API")),
        URI.create(env.get("OUTLAY_MAIL")),
        URI.create(env.get("AWS_ENDPOINT_URL")));
  }

  @Test
  void killed_afterAcknowledging_countsAfterTheNextStart() throws Exception {
    Process first = runUntilReady();
    List<ProcessHandle> children = first.descendants().toList();
    try (Person mira = person("mira")) {
      assertThat(mira.spends("640", "Rent").statusCode()).isEqualTo(201);
    }
    first.destroyForcibly().waitFor();
    waitForEnd(children);

    runUntilReady();

    try (Person mira = person("mira")) {
      assertThat(mira.waitsForTotal("Rent", new BigDecimal("640"))).isEqualByComparingTo("640");
      assertThat(mira.waitsForMail()).contains("mira");
    }
  }

  @Test
  void terminated_leavesNoProcess() throws Exception {
    Process running = runUntilReady();
    List<ProcessHandle> children = running.descendants().toList();
    assertThat(children).isNotEmpty();

    running.destroy();

    assertThat(running.waitFor(PATIENCE_SECONDS, SECONDS)).isTrue();
    assertThat(running.exitValue()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(data().resolve(ControlClient.FILE)).doesNotExist();
  }

  @Test
  void secondRun_onTheSameData_saysSoAndExits() throws Exception {
    Process first = runUntilReady();

    Process second = run("--port", "0", "--data", data().toString());

    assertThat(said(second))
        .contains("Outlay runs already on " + data(), "Process       " + first.pid());
    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void unknownResource_isRefusedByName() throws Exception {
    Path template =
        Files.writeString(
            temporary.resolve("template.yaml"),
            """
            Resources:
              Clicks: {Type: AWS::Kinesis::Stream}
            """);

    Process refused =
        run("--port", "0", "--data", data().toString(), "--template", template.toString());

    assertThat(said(refused)).contains("Clicks: AWS::Kinesis::Stream is not understood");
    assertThat(refused.waitFor()).isEqualTo(1);
    assertThat(data()).doesNotExist();
  }

  @Test
  void token_whenNothingRuns_saysSo() throws Exception {
    Process token = run("token", "asha", "--data", data().toString());

    assertThat(said(token)).contains("No Outlay runs on " + data());
    assertThat(token.waitFor()).isEqualTo(1);
  }
}
