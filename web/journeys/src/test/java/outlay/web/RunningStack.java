package outlay.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code ./run} in memory, as a process of its own: known by what it writes to {@code env}. */
final class RunningStack implements AutoCloseable {
  private static final Pattern VARIABLE = Pattern.compile("export (\\w+)='(.*)'");
  private static final Path HOME = Path.of("..", "..");

  private final Process process;
  private final Path data;
  private final Map<String, String> environment;

  private RunningStack(Process process, Path data, Map<String, String> environment) {
    this.process = process;
    this.data = data;
    this.environment = environment;
  }

  /**
   * Starts a stack on free ports, and returns when it answers.
   *
   * @param data an empty folder
   */
  static RunningStack start(Path data) throws IOException {
    Process process = run("--in-memory", "--port", "0", "--data", data.toString());
    awaitReady(process);
    return new RunningStack(process, data, environment(data.resolve("env")));
  }

  /** {@code ./run} with these arguments. */
  private static Process run(String... arguments) throws IOException {
    Path target = HOME.resolve("local/target");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Doutlay.home=" + HOME,
                "-cp",
                target.resolve("local.jar") + ":" + target.resolve("lib") + "/*",
                "outlay.local.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * Invokes a function, and if that starts a run, waits for it.
   *
   * @param event JSON
   * @throws IllegalStateException if it failed
   */
  void invoke(String function, String event) throws IOException {
    Process invoke = run("invoke", function, event, "--data", data.toString());
    String said = new String(invoke.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (invoke.onExit().join().exitValue() != 0) {
      throw new IllegalStateException(function + " failed:\n" + said);
    }
  }

  private static void awaitReady(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !line.startsWith("Ctrl-C")) {
      said.append(line).append('\n');
      line = lines.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("The stack did not start:\n" + said);
    }
  }

  private static Map<String, String> environment(Path env) throws IOException {
    return VARIABLE
        .matcher(Files.readString(env))
        .results()
        .collect(Collectors.toMap((MatchResult match) -> match.group(1), match -> match.group(2)));
  }

  private URI address(String variable) {
    return URI.create(Objects.requireNonNull(environment.get(variable), variable));
  }

  URI web() {
    return address("OUTLAY_WEB");
  }

  URI api() {
    return address("OUTLAY_API");
  }

  URI mail() {
    return address("OUTLAY_MAIL");
  }

  /**
   * Ends it.
   *
   * @throws IllegalStateException if it does not end well, as after an answer that is not in {@code
   *     openapi.yaml}
   */
  @Override
  public void close() {
    process.destroy();
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      String said =
          process.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
      throw new IllegalStateException("./run ended with " + code + ":\n" + said);
    }
  }
}
