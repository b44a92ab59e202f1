package outlay.local.rds;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The parts of a MariaDB server that starting one takes.
 *
 * @param program {@code mariadbd}
 * @param share the folder of the scripts that make the system tables, and of messages and character
 *     sets
 */
record ServerFiles(Path program, Path share) {
  private static final String PROGRAM = "mariadbd";
  private static final String SYSTEM_TABLES = "mariadb_system_tables.sql";
  private static final int DEPTH = 10;

  /** What makes an empty server's tables; without users, without help texts. */
  private static final List<String> SCRIPTS =
      List.of(SYSTEM_TABLES, "mariadb_performance_tables.sql", "maria_add_gis_sp_bootstrap.sql");

  /**
   * The server in {@code unpacked}, or one that is installed.
   *
   * @throws IOException if there is neither
   */
  static ServerFiles find(Path unpacked) throws IOException {
    Optional<ServerFiles> found = in(unpacked.toAbsolutePath());
    if (found.isPresent()) {
      makeExecutable(found.get().program);
      return found.get();
    }
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
      Path program = Path.of(folder, PROGRAM);
      if (Files.isExecutable(program)) {
        Path prefix =
            Optional.ofNullable(program.toRealPath().getParent())
                .map(Path::getParent)
                .orElse(program);
        Optional<ServerFiles> installed =
            share(prefix).map(share -> new ServerFiles(program, share));
        if (installed.isPresent()) {
          return installed.get();
        }
      }
    }
    throw new IOException(
        "There is no MariaDB server for this machine in "
            + unpacked
            + ": install MariaDB 11.4.5 or later, so that mariadbd is on the PATH.");
  }

  private static Optional<ServerFiles> in(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return Optional.empty();
    }
    Optional<Path> program =
        first(folder, file -> file.endsWith(PROGRAM) && Files.isRegularFile(file));
    Optional<Path> share = share(folder);
    return program.isPresent() && share.isPresent()
        ? Optional.of(new ServerFiles(program.get(), share.get()))
        : Optional.empty();
  }

  private static Optional<Path> share(Path prefix) throws IOException {
    return first(prefix, file -> file.endsWith(SYSTEM_TABLES)).map(Path::getParent);
  }

  private static Optional<Path> first(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.find(folder, DEPTH, (file, any) -> wanted.test(file))) {
      return files.findFirst();
    }
  }

  /** Jars do not keep who may execute a file. */
  private static void makeExecutable(Path program) throws IOException {
    if (!Files.isExecutable(program)) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Options that every start needs. */
  List<String> options() {
    return List.of(
        "--lc-messages-dir=" + share, "--character-sets-dir=" + share.resolve("charsets"));
  }

  /** Writes the statements that make an empty server's tables. */
  void writeScript(Path file) throws IOException {
    StringBuilder script = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
    for (String name : SCRIPTS) {
      script.append(Files.readString(share.resolve(name))).append('\n');
    }
    Files.writeString(file, script);
  }
}
