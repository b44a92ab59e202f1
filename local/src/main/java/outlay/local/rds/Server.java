package outlay.local.rds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB's server in a process of its own, on 127.0.0.1 and a free port, with a password that is a
 * new one at each start. It ends with this process, {@code kill -9} included.
 *
 * <p>Set up like Aurora MySQL 3: {@code utf8mb4} with MySQL 8's collation and SQL mode, UTC.
 * Without TLS: making the certificate would take most of the start's time.
 */
final class Server implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration LONGEST_START = Duration.ofSeconds(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
  private static final String USER = "outlay";

  /**
   * Becomes the server ($0 is not used), and leaves a watch beside it that kills it as soon as
   * standard input ends: the system closes that pipe when the parent is gone, however it went. A
   * Ctrl-C in the terminal is the parent's to act on.
   */
  private static final String UNTIL_PARENT_ENDS =
      """
      exec 3<&0
      ( while read -r line <&3; do :; done; kill -KILL $$ 2>/dev/null ) &
      trap '' INT
      exec "$@" </dev/null 3<&-
      """;

  private final Process process;
  private final int port;
  private final String password;

  private Server(Process process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * Where a server keeps what.
   *
   * @param unpacked a folder with MariaDB's server, see {@link ServerFiles}
   * @param data the folder of its tables, made at the first start; one server at a time
   * @param pidFile its process id, for as long as it runs
   * @param log what it prints is appended here
   * @param isDurable whether what is committed survives a power cut, not only {@code kill -9}
   */
  record Place(Path unpacked, Path data, Path pidFile, Path log, boolean isDurable) {}

  /**
   * Starts one, and waits until it answers.
   *
   * @throws IOException if it does not start; the message shows the end of its log
   */
  static Server start(Place place) throws IOException {
    ServerFiles files = ServerFiles.find(place.unpacked);
    Files.createDirectories(place.log.toAbsolutePath().getParent());
    endLeftOver(place);
    if (Files.notExists(place.data.resolve("mysql"))) {
      install(files, place);
    }
    for (int attempt = 1; ; attempt++) {
      Optional<Server> server = attempt(files, place);
      if (server.isPresent()) {
        return server.get();
      }
      // Another process may have taken the port in the meantime.
      if (attempt == ATTEMPTS) {
        throw new IOException("MariaDB did not start. Its log ends: " + end(place.log));
      }
    }
  }

  /** Ends a server on the same data whose watch was killed together with its parent. */
  private static void endLeftOver(Place place) throws IOException {
    if (Files.notExists(place.pidFile)) {
      return;
    }
    String pid = Files.readString(place.pidFile).strip();
    Optional<ProcessHandle> leftOver =
        pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
    Optional<ProcessHandle> ours = leftOver.filter(process -> isOurs(process, place.data));
    if (ours.isPresent()) {
      ours.get().destroyForcibly();
      awaitEnd(ours.get(), place.data);
    }
    Files.deleteIfExists(place.pidFile);
  }

  /** Whoever adopted it may never ask for its end: what is dead has no arguments any more. */
  private static void awaitEnd(ProcessHandle process, Path data) throws IOException {
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    while (isOurs(process, data)) {
      if (System.nanoTime() > end) {
        throw new IOException("MariaDB's process " + process.pid() + " does not end.");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static boolean isOurs(ProcessHandle process, Path data) {
    return process
        .info()
        .arguments()
        .filter(arguments -> List.of(arguments).contains(dataOption(data)))
        .isPresent();
  }

  /** Makes a server's own tables: beside, and then in one step where they belong. */
  private static void install(ServerFiles files, Place place) throws IOException {
    Path beside = place.data.resolveSibling(place.data.getFileName() + ".new");
    deleteAll(beside);
    Files.createDirectories(beside);
    Path script = place.data.resolveSibling(place.data.getFileName() + ".sql");
    files.writeScript(script);
    List<String> command = command(files, beside);
    command.addAll(List.of("--bootstrap", "--debug-no-sync"));
    Process install =
        new ProcessBuilder(command)
            .redirectInput(script.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log.toFile()))
            .start();
    try {
      if (!install.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)
          || install.exitValue() != 0) {
        throw new IOException("MariaDB has no tables. Its log ends: " + end(place.log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while MariaDB made its tables.", e);
    } finally {
      install.destroyForcibly();
    }
    Files.delete(script);
    deleteAll(place.data);
    Files.move(beside, place.data, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<Server> attempt(ServerFiles files, Place place) throws IOException {
    int port = freePort();
    String password = UUID.randomUUID().toString();
    Path users = place.pidFile.resolveSibling(place.pidFile.getFileName() + ".sql");
    writeUsers(users, password);
    List<String> command = new ArrayList<>(List.of("sh", "-c", UNTIL_PARENT_ENDS, "sh"));
    command.addAll(command(files, place.data));
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=mysql.sock", // In the data folder: a longer path might be too long.
            "--skip-ssl",
            "--skip-name-resolve",
            "--init-file=" + users.toAbsolutePath(),
            "--pid-file=" + place.pidFile.toAbsolutePath(),
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_0900_ai_ci",
            "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION",
            "--default-time-zone=+00:00",
            "--max-allowed-packet=64M",
            "--performance-schema=OFF",
            "--innodb-buffer-pool-size=128M",
            "--key-buffer-size=1M",
            "--aria-pagecache-buffer-size=8M",
            "--innodb-flush-log-at-trx-commit=" + (place.isDurable ? 1 : 2)));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log.toFile()))
            .start();
    Server server = new Server(process, port, password);
    if (server.answers()) {
      Files.delete(users);
      return Optional.of(server);
    }
    server.close();
    return Optional.empty();
  }

  private static List<String> command(ServerFiles files, Path data) {
    List<String> command = new ArrayList<>();
    command.add(files.program().toString());
    command.add("--no-defaults");
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
    command.addAll(files.options());
    command.add(dataOption(data));
    command.addAll(
        List.of(
            "--innodb-data-file-path=ibdata1:10M:autoextend",
            "--innodb-undo-tablespaces=0",
            "--innodb-log-file-size=64M",
            "--loose-enforce-storage-engine=",
            "--log-warnings=0"));
    return command;
  }

  private static String dataOption(Path data) {
    return "--datadir=" + data.toAbsolutePath();
  }

  /** Runs at each start, before connections are taken. */
  private static void writeUsers(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        """
        CREATE OR REPLACE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
        GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
        """
            .formatted(USER, password));
  }

  private boolean answers() {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try (Connection connection = connect(Optional.empty())) {
        return connection.isValid(5);
      } catch (SQLException notYet) {
        if (endsWithin(BETWEEN_LOOKS)) {
          return false;
        }
      }
    }
    return false;
  }

  /** Whether the process ends while we wait. */
  boolean endsWithin(Duration longest) {
    try {
      return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /**
   * A connection that may do anything.
   *
   * @param database the one to choose; without, none is chosen
   */
  Connection connect(Optional<String> database) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            "jdbc:mariadb://127.0.0.1:" + port + "/?sslMode=disable&connectTimeout=5000",
            USER,
            password);
    if (database.isPresent()) {
      try {
        connection.setCatalog(database.get());
      } catch (SQLException unknown) {
        connection.close();
        throw unknown;
      }
    }
    return connection;
  }

  /** Makes a database unless it is there. */
  void createDatabase(String name) throws SQLException {
    try (Connection connection = connect(Optional.empty());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS `" + name.replace("`", "``") + "`");
    }
  }

  /** Ends the process: it has written whatever it committed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String end(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
    }
  }
}
