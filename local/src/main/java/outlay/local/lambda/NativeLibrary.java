package outlay.local.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The Runtime Interface Client's native library, taken out of its jar once. Left to itself each
 * process unpacks it to one and the same place in {@code /tmp}, and processes that start together
 * crash.
 */
final class NativeLibrary {
  private static final String CLIENT = "aws-lambda-java-runtime-interface-client-";

  private NativeLibrary() {}

  /** Whether the client has a library for this system; if not, its stand-in takes its place. */
  static boolean exists() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
  }

  /**
   * @param libraries where the client's jar is
   * @param directory where the library goes; one that is there already is used again
   */
  static Path extract(Path libraries, Path directory) throws IOException {
    Path jar = client(libraries);
    Path library =
        Files.createDirectories(directory)
            .resolve(jar.getFileName().toString().replace(".jar", ".so"));
    try (JarFile client = new JarFile(jar.toFile())) {
      ZipEntry entry = client.getEntry("jni/" + name());
      if (entry == null) {
        throw new IOException(jar + " has no " + name());
      }
      if (!Files.exists(library) || Files.size(library) != entry.getSize()) {
        Path fresh = Files.createTempFile(directory, "library", ".so");
        try (InputStream from = client.getInputStream(entry)) {
          Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return library.toAbsolutePath();
  }

  private static Path client(Path libraries) throws IOException {
    try (Stream<Path> jars = Files.list(libraries)) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith(CLIENT))
          .findFirst()
          .orElseThrow(() -> new IOException("No " + CLIENT + "*.jar in " + libraries));
    }
  }

  private static String name() {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    Path musl = Path.of("/lib/ld-musl-" + (arm ? "aarch64" : "x86_64") + ".so.1");
    return "libaws-lambda-jni.linux"
        + (Files.exists(musl) ? "_musl-" : "-")
        + (arm ? "aarch_64" : "x86_64")
        + ".so";
  }
}
