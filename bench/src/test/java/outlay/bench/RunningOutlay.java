package outlay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** {@code ./run}, as a process of its own, in memory, on free ports. Needs what a build makes. */
final class RunningOutlay implements AutoCloseable {
  private static final String READY = "Ctrl-C";

  private final Process process;
  private final Path env;
  private final Queue<String> said;

  private RunningOutlay(Process process, Path env, Queue<String> said) {
    this.process = process;
    this.env = env;
    this.said = said;
  }

  /** Returns when it is ready; {@code data} is a folder of its own. */
  static RunningOutlay start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Doutlay.home=..",
                    "-cp",
                    "../local/target/local.jar:../local/target/lib/*",
                    "outlay.local.Main",
                    "--port",
                    "0",
                    "--in-memory",
                    "--data",
                    data.toString()))
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = process.inputReader();
    StringBuilder said = new StringBuilder();
    String line = lines.readLine();
    while (line != null && !line.startsWith(READY)) {
      said.append(line).append('\n');
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("./run ended: " + said);
    }
    Queue<String> later = new ConcurrentLinkedQueue<>();
    Thread reader =
        new Thread(() -> drain(lines, later), "run-output"); // Else it stops when a pipe is full.
    reader.setDaemon(true);
    reader.start();
    return new RunningOutlay(process, data.resolve("env"), later);
  }

  private static void drain(BufferedReader lines, Queue<String> said) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
      }
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  Path env() {
    return env;
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
      throw new IllegalStateException("./run ended with " + code + ":\n" + String.join("\n", said));
    }
  }
}
