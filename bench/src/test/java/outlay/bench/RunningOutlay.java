package outlay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** {@code ./run}, as a process of its own, in memory, on free ports. Needs what a build makes. */
final class RunningOutlay implements AutoCloseable {
  private static final String READY = "Ctrl-C";

  private final Process process;
  private final Path env;

  private RunningOutlay(Process process, Path env) {
    this.process = process;
    this.env = env;
  }

  /** Returns when it is ready; {@code data} is a folder of its own. */
  static RunningOutlay start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
    Thread reader =
        new Thread(() -> drain(lines), "run-output"); // Else it stops when a pipe is full.
    reader.setDaemon(true);
    reader.start();
    return new RunningOutlay(process, data.resolve("env"));
  }

  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        // What it says after the start is in its log.
      }
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  Path env() {
    return env;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
