package outlay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A {@code ./run} of one's own, on free ports, which can be stopped, or killed with all it has. */
public final class OwnOutlay implements AutoCloseable {
  private static final String READY = "Ctrl-C";
  private static final Duration LONGEST_START = Duration.ofMinutes(20); // It may have to build.
  private static final int LINES_KEPT = 200;

  private final Process process;
  private final Path data;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Duration> ready = new CompletableFuture<>();
  private final Thread lastly;

  private OwnOutlay(Process process, Path data) {
    this.process = process;
    this.data = data;
    this.lastly = new Thread(this::end, "end-run");
  }

  /**
   * Begins to start one.
   *
   * @param command {@code ./run}, or what it would start
   * @param data the folder of its data, its own
   * @param more options, such as {@code --in-memory}
   */
  public static OwnOutlay start(List<String> command, Path data, String... more)
      throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--port", "0", "--data", data.toString()));
    line.addAll(List.of(more));
    OwnOutlay outlay =
        new OwnOutlay(new ProcessBuilder(line).redirectErrorStream(true).start(), data);
    Runtime.getRuntime().addShutdownHook(outlay.lastly);
    Thread reader = new Thread(outlay::read, "run-output"); // Else it stops when a pipe is full.
    reader.setDaemon(true);
    reader.start();
    return outlay;
  }

  /** A script that builds waits for its build. */
  private void end() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    children.forEach(ProcessHandle::destroy);
  }

  private void read() {
    long begun = System.nanoTime();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (said.size() > LINES_KEPT) {
          said.remove();
        }
        if (line.startsWith(READY)) {
          ready.complete(Duration.ofNanos(System.nanoTime() - begun));
        }
      }
      ready.completeExceptionally(new IOException("./run ended"));
    } catch (IOException closed) {
      ready.completeExceptionally(closed);
    }
  }

  /**
   * Waits until it is ready.
   *
   * @return how long that took, from the start on
   * @throws IOException if it ends before, or takes minutes
   */
  public Duration awaitReady() throws IOException, InterruptedException {
    try {
      return ready.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException("./run does not start:\n" + String.join("\n", said), failed);
    }
  }

  /** Where it says how to reach it. */
  public Path env() {
    return data.resolve("env");
  }

  /**
   * Sends SIGKILL to it and to everything that it started, in any order, and returns when all of
   * them are gone.
   *
   * @return how many processes that were
   */
  public int kill(Random random) {
    List<ProcessHandle> all =
        new ArrayList<>(
            Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList());
    Collections.shuffle(all, random);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
    Runtime.getRuntime().removeShutdownHook(lastly);
    return all.size();
  }

  /**
   * Ends it as Ctrl-C does.
   *
   * @throws IllegalStateException if it does not end well, as after an answer that is not in {@code
   *     openapi.yaml}
   */
  @Override
  public void close() {
    if (!process.isAlive()) {
      return; // It was killed.
    }
    process.destroy();
    int code = process.onExit().join().exitValue();
    Runtime.getRuntime().removeShutdownHook(lastly);
    if (code != 0) {
      throw new IllegalStateException("./run ended with " + code + ":\n" + String.join("\n", said));
    }
  }
}
