package outlay.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds a stack's data, locked for as long as the stack runs. The operating system
 * gives the lock back when the process ends, however it ends.
 *
 * <pre>
 * .outlay        says that the folder is ours, and may be emptied by --fresh
 * lock           held by the running stack
 * running        its process and addresses, in words
 * control        where ./run token and ./run invoke reach it, for its owner only
 * env            for clients: . .local/env
 * logs/ run/     logs of the functions and of ./run itself; process ids
 * dynamodb/ sqs/ mail/ s3/ mysql/ checkpoints/ events/ schedules/ sign-in    the data
 * cache/         what can be made again
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
  private static final String MARKER = ".outlay";
  private static final String LOCK = "lock";
  private static final String RUNNING = "running";

  private final Path directory;
  private final FileChannel channel;

  private DataDirectory(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Makes the folder if it is missing, and locks it.
   *
   * @param fresh whether to delete what is in it
   * @throws Complaint if another stack runs on it, or it holds files that are not ours
   */
  static DataDirectory open(Path directory, boolean fresh) throws IOException {
    claim(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        throw new Complaint("Outlay runs already on " + directory + running(directory));
      }
      if (fresh) {
        empty(directory);
      }
      return new DataDirectory(directory, channel);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private static void claim(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
      try (Stream<Path> content = Files.list(directory)) {
        if (Files.notExists(directory.resolve(MARKER)) && content.findAny().isPresent()) {
          throw new Complaint(
              directory + " holds files that are not Outlay's. Choose an empty folder: --data DIR");
        }
      }
    } catch (java.nio.file.FileAlreadyExistsException | NotDirectoryException notADirectory) {
      throw new Complaint(directory + " is not a folder. Choose another: --data DIR");
    }
    Files.writeString(directory.resolve(MARKER), "Outlay's data. ./run --fresh deletes it.\n");
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      return null;
    }
  }

  private static String running(Path directory) throws IOException {
    Path running = directory.resolve(RUNNING);
    return Files.exists(running) ? "\n" + Files.readString(running).stripTrailing() : ".";
  }

  /** Deletes all but the marker and the lock; links are deleted, not followed. */
  private static void empty(Path directory) throws IOException {
    Set<Path> kept = Set.of(directory.resolve(MARKER), directory.resolve(LOCK));
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!kept.contains(file)) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            if (!folder.equals(directory)) {
              Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** A folder in it, empty. */
  Path emptied(String name) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    empty(folder);
    return folder;
  }

  /** Says to a second ./run what runs here. */
  void announce(List<String> lines) throws IOException {
    write(RUNNING, String.join("\n", lines) + "\n", "rw-r--r--");
  }

  /**
   * Writes a file whole or not at all.
   *
   * @param permissions as in {@code rw-------}
   */
  void write(String name, String text, String permissions) throws IOException {
    Path written = directory.resolve(name + ".new");
    Files.deleteIfExists(written);
    Files.createFile(
        written,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    Files.writeString(written, text, StandardCharsets.UTF_8);
    Files.move(
        written,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void close() throws IOException {
    delete(RUNNING);
    channel.close(); // Which gives the lock back.
  }
}
