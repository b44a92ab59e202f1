package outlay.bench;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command that works on an Outlay that runs already. */
public final class Running {
  @Option(
      names = "--env",
      paramLabel = "FILE",
      defaultValue = "${sys:outlay.env:-.local/env}", // bench/start sets it.
      description = "What ./run wrote for its clients (default: .local/env of this checkout).")
  private Path env = Path.of("");

  @Option(
      names = "--run",
      paramLabel = "FILE",
      defaultValue = "${sys:outlay.root:-.}/run",
      description = "The script that prints tokens (default: that of this checkout).")
  private Path run = Path.of("");

  /** Where it is. */
  public Environment environment() throws IOException {
    return Environment.read(env);
  }

  /** The script that started it. */
  public Path run() {
    return run.toAbsolutePath();
  }

  /** Who can sign in there. */
  public Tokens tokens(Environment environment) {
    return new Tokens(run(), environment.folder());
  }
}
