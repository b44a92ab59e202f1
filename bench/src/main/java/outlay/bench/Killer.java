package outlay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Kills one function's process after the other with SIGKILL until it is closed: every half to three
 * seconds at first, each pause a little longer than the last, up to ten times as long. Else, where
 * a process takes longer to start than to be killed, nothing would ever get done. The seed decides
 * when and which; what the victim was doing, the machine does.
 *
 * <p>The processes are found by the files {@code <Function>-<n>.pid} that {@code ./run} keeps. Such
 * a file may outlive its process, and the number be another's by now: only a Java process as old as
 * its file is killed.
 */
public final class Killer implements AutoCloseable {
  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final double LONGER_BY = 1.05;
  private static final double LONGEST_FACTOR = 10;
  private static final Duration SAME_AGE = Duration.ofSeconds(30);

  private final Path pidFiles;
  private final long seed;
  private final Random random;
  private final Map<String, Integer> kills = new TreeMap<>();
  private final Thread thread = new Thread(this::killUntilInterrupted, "killer");

  private Killer(Path pidFiles, long seed) {
    this.pidFiles = pidFiles;
    this.seed = seed;
    random = new Random(seed);
  }

  /** One that kills when it is told to. */
  public static Killer of(Path pidFiles, long seed) {
    if (!Files.isDirectory(pidFiles)) {
      throw new IllegalArgumentException(
          "There are no process ids in " + pidFiles + ": functions can be killed locally only.");
    }
    return new Killer(pidFiles, seed);
  }

  /** One that goes on killing by itself. */
  public static Killer start(Path pidFiles, long seed) {
    Killer killer = of(pidFiles, seed);
    killer.thread.setDaemon(true);
    killer.thread.start();
    return killer;
  }

  public long seed() {
    return seed;
  }

  /** How many processes were killed so far, by function. */
  public synchronized Map<String, Integer> kills() {
    return new TreeMap<>(kills);
  }

  /** Stops killing. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void killUntilInterrupted() {
    try {
      double factor = 1;
      while (true) {
        long pause = random.nextLong(SHORTEST.toMillis(), LONGEST.toMillis());
        Thread.sleep((long) (pause * factor));
        killOne();
        factor = Math.min(factor * LONGER_BY, LONGEST_FACTOR);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt(); // The end of the thread.
    }
  }

  /** Kills one of those that run, if any does. */
  public Optional<String> killOne() {
    return killOne(function -> true);
  }

  /** Kills one of those functions' that run, if any does. */
  public synchronized Optional<String> killOne(Predicate<String> which) {
    List<Path> running =
        pidFiles().stream()
            .filter(file -> which.test(function(file)) && process(file).isPresent())
            .toList();
    if (running.isEmpty()) {
      return Optional.empty();
    }
    Path file = running.get(random.nextInt(running.size()));
    boolean killed = process(file).map(ProcessHandle::destroyForcibly).orElse(false);
    String function = function(file);
    if (killed) {
      kills.merge(function, 1, Integer::sum);
    }
    return Optional.of(function);
  }

  private List<Path> pidFiles() {
    try (Stream<Path> files = Files.list(pidFiles)) {
      return files.filter(file -> file.toString().endsWith(".pid")).sorted().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Optional<ProcessHandle> process(Path pidFile) {
    try {
      String text = Files.readString(pidFile).strip();
      Instant written = Files.getLastModifiedTime(pidFile).toInstant();
      return text.matches("\\d{1,18}")
          ? ProcessHandle.of(Long.parseLong(text)).filter(process -> isFunction(process, written))
          : Optional.empty(); // Being written.
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isFunction(ProcessHandle process, Instant written) {
    boolean isJava = process.info().command().filter(path -> path.endsWith("/java")).isPresent();
    boolean isAsOld =
        process
            .info()
            .startInstant()
            .filter(start -> Duration.between(start, written).abs().compareTo(SAME_AGE) < 0)
            .isPresent();
    return process.isAlive() && isJava && isAsOld;
  }

  private static String function(Path pidFile) {
    String name = pidFile.getFileName().toString();
    int dash = name.lastIndexOf('-');
    return dash > 0 ? name.substring(0, dash) : name;
  }
}
