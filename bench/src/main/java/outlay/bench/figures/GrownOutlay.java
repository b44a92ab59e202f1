package outlay.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import outlay.bench.Environment;
import outlay.bench.OwnOutlay;

/**
 * An Outlay whose tables were filled while it was stopped: see {@link GrownStore}. Its data are on
 * a disk in memory where there is one, since DynamoDB Local waits for the disk at every write, and
 * are gone when it is closed.
 */
final class GrownOutlay implements AutoCloseable {
  private static final Path RAM_DISK = Path.of("/dev/shm");

  private final Path data;
  private final OwnOutlay outlay;

  private GrownOutlay(Path data, OwnOutlay outlay) {
    this.data = data;
    this.outlay = outlay;
  }

  /** Fills the tables. */
  interface Filling {
    void fill(GrownStore store) throws IOException, InterruptedException;
  }

  /** Starts one that makes the tables, fills them, and starts it again; until it is ready. */
  static GrownOutlay start(Checkout checkout, Filling filling)
      throws IOException, InterruptedException {
    Path parent =
        Files.isWritable(RAM_DISK)
            ? RAM_DISK
            : Files.createDirectories(checkout.root().resolve("bench/target/own"));
    Path data = Files.createTempDirectory(parent, "outlay-grown-");
    try {
      System.err.println("Starting an Outlay of its own ...");
      Environment environment;
      try (OwnOutlay empty = ready(checkout, data)) {
        environment = Environment.read(empty.env());
      }
      try (GrownStore store = GrownStore.open(checkout.root(), environment)) {
        filling.fill(store);
      }
      System.err.println("Starting an Outlay on what was recorded ...");
      return new GrownOutlay(data, ready(checkout, data));
    } catch (IOException | InterruptedException | RuntimeException failed) {
      delete(data);
      throw failed;
    }
  }

  private static OwnOutlay ready(Checkout checkout, Path data)
      throws IOException, InterruptedException {
    OwnOutlay outlay = OwnOutlay.start(List.of(checkout.run().toString()), data);
    try {
      outlay.awaitReady();
      return outlay;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      outlay.close();
      throw failed;
    }
  }

  Environment environment() throws IOException {
    return Environment.read(outlay.env());
  }

  @Override
  public void close() throws IOException {
    outlay.close();
    delete(data);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
