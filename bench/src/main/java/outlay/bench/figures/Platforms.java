package outlay.bench.figures;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What functions are run on: options that {@code bench/start-up} and {@code bench/warm} share. */
final class Platforms {
  private static final Path JDKS = Path.of("/usr/lib/jvm"); // Where Linux keeps them.

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The checkout, built (default: that of the script).")
  private Path root = Path.of("").toAbsolutePath();

  @Option(
      names = "--jdk-17",
      paramLabel = "DIR",
      description = "A JDK 17 (default: JAVA_HOME_17, else one in /usr/lib/jvm).")
  private @Nullable Path jdk17;

  @Option(
      names = "--jdk-25",
      paramLabel = "DIR",
      description = "A JDK 25 (default: JAVA_HOME_25, else one in /usr/lib/jvm).")
  private @Nullable Path jdk25;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python with bench/python/requirements.txt (default: what the script made).")
  private Path python = Path.of("");

  private final List<String> missing = new ArrayList<>();

  Path root() {
    return root.toAbsolutePath().normalize();
  }

  /** The JDKs that are there, 17 before 25. */
  List<Jdk> jdks() throws IOException {
    List<Jdk> found = new ArrayList<>();
    find(17, jdk17).ifPresent(found::add);
    find(25, jdk25).ifPresent(found::add);
    return found;
  }

  private Optional<Jdk> find(int feature, @Nullable Path chosen) throws IOException {
    @Nullable String named = System.getenv("JAVA_HOME_" + feature);
    @Nullable Path home = chosen == null && named != null ? Path.of(named) : chosen;
    if (home != null) {
      Jdk jdk = Jdk.in(home);
      if (jdk.feature() != feature) {
        throw new IllegalArgumentException(home + " is a JDK " + jdk.version() + ".");
      }
      return Optional.of(jdk);
    }
    Optional<Jdk> found = installed(feature);
    if (found.isEmpty()) {
      missing.add("JDK " + feature + " (give one with --jdk-" + feature + ")");
    }
    return found;
  }

  private static Optional<Jdk> installed(int feature) throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    if (Files.isDirectory(JDKS)) {
      try (Stream<Path> folders = Files.list(JDKS)) {
        folders.sorted().forEach(homes::add);
      }
    }
    for (Path home : homes) {
      if (Files.isExecutable(home.resolve("bin/java")) && Files.exists(home.resolve("release"))) {
        Jdk jdk = Jdk.in(home.toRealPath());
        if (jdk.feature() == feature) {
          return Optional.of(jdk);
        }
      }
    }
    return Optional.empty();
  }

  /** Python's interpreter, if it is there. */
  Optional<Path> python() {
    if (Files.isExecutable(python)) {
      return Optional.of(python.toAbsolutePath());
    }
    missing.add("Python 3 with boto3 (the script makes an environment if there is a python3)");
    return Optional.empty();
  }

  static String pythonVersion(Path python) throws IOException, InterruptedException {
    return pythonSays(python, "import platform; print(platform.python_version())");
  }

  /** What one line of Python prints. */
  static String pythonSays(Path python, String code) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(python.toString(), "-c", code).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(python + " cannot run " + code);
    }
    return said;
  }

  /** What is not there, of all that was asked for; figures without it say so. */
  List<String> missing() {
    return List.copyOf(missing);
  }
}
