package outlay.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final Map<String, String> environment;

  private RunningStack(Process process, Map<String, String> environment) {
    this.process = process;
    this.environment = environment;
  }

  /**
   * Starts a stack on free ports, and returns when it answers.
   *
   * @param data an empty folder
   */
  static RunningStack start(Path data) throws IOException {
    Path target = HOME.resolve("local/target");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Doutlay.home=" + HOME,
                "-cp",
                target.resolve("local.jar") + ":" + target.resolve("lib") + "/*",
                "outlay.local.Main",
                "--in-memory",
                "--port",
                "0",
                "--data",
                data.toString())
            .redirectErrorStream(true)
            .start();
    awaitReady(process);
    return new RunningStack(process, environment(data.resolve("env")));
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

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
