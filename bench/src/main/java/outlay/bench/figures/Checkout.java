package outlay.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import outlay.bench.OwnOutlay;
import outlay.bench.Section;
import picocli.CommandLine.Option;

/** Where a command that measures is at home, and what it writes: options of all of them. */
final class Checkout {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "${sys:outlay.root:-.}",
      hidden = true,
      description = "The checkout.")
  private Path root = Path.of("");

  Path root() {
    return root.toAbsolutePath().normalize();
  }

  /** The script that starts an Outlay, and prints tokens. */
  Path run() {
    return root().resolve("run");
  }

  /**
   * Starts an Outlay of the command's own, in memory, on free ports, and waits until it is ready.
   *
   * @param name of the command; its data are kept under it until the next time
   */
  OwnOutlay start(String name) throws IOException, InterruptedException {
    Path data = root().resolve("bench/target/own").resolve(name);
    Files.createDirectories(data);
    System.err.println("Starting an Outlay of its own ...");
    OwnOutlay outlay = OwnOutlay.start(List.of(run().toString()), data, "--in-memory", "--fresh");
    outlay.awaitReady();
    return outlay;
  }

  /** Prints what a command found, and writes it into its section. */
  void publish(String command, String text) throws IOException {
    System.out.println(text);
    Section.write(root().resolve("docs/benchmarks.md"), command, text);
  }
}
