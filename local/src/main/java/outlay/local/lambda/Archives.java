package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function's classes as they lie in memory once it runs, which halves what a start takes. The
 * first instance that finds none leaves one when it ends; every start after it maps it. Nothing
 * depends on them: a JVM ignores what does not fit, and a start goes without where anything fails.
 *
 * <pre>
 * FOLDER OF THE JAR/archives/
 *   NAME-KEY.jsa     the key is that of a JDK and of the jars on the class path
 *   NAME-KEY.jsa.ID  being recorded by the instance of that id
 *   NAME.lock        locked by the process that records
 * </pre>
 *
 * @see <a href="https://openjdk.org/jeps/350">JEP 350: dynamic CDS archives</a>
 */
final class Archives {
  private static final Logger LOG = LoggerFactory.getLogger(Archives.class);

  /** Exit codes after SIGINT and SIGTERM: what was written before is whole. */
  private static final Set<Integer> ENDED_AS_TOLD = Set.of(130, 143);

  /** Locks that this process holds: of its own, the system knows only that there is one. */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private static final int KEY_BYTES = 8;

  private Archives() {}

  /** What a start is given. */
  record Use(List<String> flags, Optional<Recording> recording) {
    static final Use NONE = new Use(List.of(), Optional.empty());
  }

  /**
   * Flags for a start, which either use an archive or record one.
   *
   * @param classPath jars only; the same at each start
   */
  static Use next(FunctionSpec spec, List<String> classPath, String instanceId) {
    try {
      Path folder = Files.createDirectories(spec.jar().toAbsolutePath().resolveSibling("archives"));
      Path archive = folder.resolve(spec.name() + "-" + key(classPath) + ".jsa");
      if (Files.exists(archive)) {
        return new Use(flags("SharedArchiveFile", archive), Optional.empty());
      }
      return Recording.begin(folder, archive, instanceId)
          .map(
              recording ->
                  new Use(
                      flags("ArchiveClassesAtExit", recording.recorded), Optional.of(recording)))
          .orElse(Use.NONE);
    } catch (IOException failed) {
      LOG.atWarn().setCause(failed).addKeyValue("function", spec.name()).log("no_archive");
      return Use.NONE;
    }
  }

  /** Without its remarks on what it cannot archive or use: they would be in the function's log. */
  private static List<String> flags(String option, Path archive) {
    return List.of("-Xshare:auto", "-XX:" + option + "=" + archive, "-Xlog:disable");
  }

  private static String key(List<String> classPath) throws IOException {
    StringBuilder of = new StringBuilder(System.getProperty("java.home"));
    of.append(' ').append(System.getProperty("java.vm.version"));
    for (String jar : classPath) {
      BasicFileAttributes file = Files.readAttributes(Path.of(jar), BasicFileAttributes.class);
      of.append(' ').append(jar).append(' ').append(file.size());
      of.append(' ').append(file.lastModifiedTime().toMillis());
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(of.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** An archive to be: written when the instance that has it ends as it is told. */
  static final class Recording {
    private final Path archive;
    private final Path recorded;
    private final Path lock;
    private final FileChannel channel;
    private boolean answered;
    private boolean over;

    private Recording(Path archive, Path recorded, Path lock, FileChannel channel) {
      this.archive = archive;
      this.recorded = recorded;
      this.lock = lock;
      this.channel = channel;
    }

    /** Nothing if another instance records one, of this process or not. */
    private static Optional<Recording> begin(Path folder, Path archive, String instanceId)
        throws IOException {
      String name = archive.getFileName().toString();
      String function = name.substring(0, name.lastIndexOf('-'));
      Path lock = folder.resolve(function + ".lock");
      if (!LOCKED.add(lock)) {
        return Optional.empty();
      }
      FileChannel channel = null;
      try {
        channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock();
        if (held != null) {
          deleteAll(folder, function + "-*.jsa.*"); // Of processes that were killed.
          Recording recording =
              new Recording(archive, folder.resolve(name + "." + instanceId), lock, channel);
          channel = null;
          return Optional.of(recording);
        }
        return Optional.empty();
      } finally {
        if (channel != null) {
          channel.close();
          LOCKED.remove(lock);
        }
      }
    }

    /** The instance has answered: what it has loaded is worth keeping. */
    synchronized void answered() {
      answered = true;
    }

    synchronized boolean hasAnswered() {
      return answered;
    }

    /** Its process has ended. Does nothing the second time. */
    synchronized void end(int exitValue) {
      if (over) {
        return;
      }
      over = true;
      try {
        if (answered && ENDED_AS_TOLD.contains(exitValue) && Files.exists(recorded)) {
          String name = archive.getFileName().toString();
          deleteAll(
              archive.resolveSibling(""), name.substring(0, name.lastIndexOf('-')) + "-*.jsa");
          Files.move(recorded, archive, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(recorded);
        channel.close();
      } catch (IOException failed) {
        LOG.atWarn().setCause(failed).addKeyValue("archive", archive).log("no_archive");
      } finally {
        LOCKED.remove(lock);
      }
    }

    private static void deleteAll(Path folder, String pattern) throws IOException {
      try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, pattern)) {
        for (Path file : old) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
