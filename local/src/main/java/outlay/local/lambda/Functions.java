package outlay.local.lambda;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Lambda on one machine: every function in JVMs of its own, started when an invocation finds none
 * free, at most {@link FunctionSpec#maxInstances} at once.
 *
 * <p>In the work directory: {@code logs/<Function>.log}, and {@code run/<Function>-<n>.pid} for
 * each process. The processes end with this one, {@code kill -9} included.
 */
public final class Functions implements Invoker, AutoCloseable {
  /** What Lambda takes for an event. */
  public static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

  /** Between SIGTERM and SIGKILL. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** The same for an instance that writes its {@linkplain Archives archive} when it ends. */
  static final Duration GRACE_TO_RECORD = Duration.ofSeconds(20);

  private static final byte[] NO_PAYLOAD = {'{', '}'};

  private final Map<String, Fleet> fleets = new LinkedHashMap<>();
  private final List<FunctionLog> logs = new ArrayList<>();
  private final RuntimeApi runtimeApi;
  private final ScheduledThreadPoolExecutor clock;

  private Functions(RuntimeApi runtimeApi, ScheduledThreadPoolExecutor clock) {
    this.runtimeApi = runtimeApi;
    this.clock = clock;
  }

  /**
   * Makes the functions ready to be invoked. No process starts before the first invocation.
   *
   * @param runtimeDirectory what building {@code local/lambda-runtime} left: its {@code target}
   * @param workDirectory logs, pid files, and the Runtime Interface Client's native library
   * @throws UncheckedIOException if a jar of the runtime is missing, or a file cannot be written
   */
  public static Functions start(
      List<FunctionSpec> functions, Path runtimeDirectory, Path workDirectory) {
    return start(
        functions, runtimeDirectory, workDirectory, Limits.DEFAULT, !NativeLibrary.exists());
  }

  static Functions start(
      List<FunctionSpec> functions,
      Path runtimeDirectory,
      Path workDirectory,
      Limits limits,
      boolean portable) {
    try {
      Path run = Files.createDirectories(workDirectory.resolve("run"));
      deleteOldPidFiles(run);
      Launcher launcher =
          Launcher.create(runtimeDirectory, workDirectory.resolve("cache"), portable);
      Functions started = new Functions(RuntimeApi.start(), clock());
      for (FunctionSpec spec : functions) {
        FunctionLog log = new FunctionLog(spec, workDirectory.resolve("logs"));
        started.logs.add(log);
        started.fleets.put(
            spec.name(),
            new Fleet(
                new Fleet.Setting(
                    spec, launcher, started.runtimeApi, log, run, started.clock, limits)));
      }
      started.sweepEvery(limits.idle().dividedBy(4));
      return started;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "functions-clock");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true); // Nearly every time-out is cancelled.
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return clock;
  }

  /** Left by a run that was killed. Its processes ended with it. */
  private static void deleteOldPidFiles(Path run) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(run, "*.pid")) {
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void sweepEvery(Duration time) {
    var unused =
        clock.scheduleWithFixedDelay(
            () -> fleets.values().forEach(Fleet::sweep),
            time.toNanos(),
            time.toNanos(),
            NANOSECONDS);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no such function, or the event is longer than
   *     {@link #MAX_EVENT_BYTES}
   */
  @Override
  public Invocation invoke(String function, byte[] event) {
    return invoke(function, event, UUID.randomUUID().toString());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException as above
   */
  @Override
  public Invocation invoke(String function, byte[] event, String requestId) {
    Fleet fleet = fleet(function);
    if (event.length > MAX_EVENT_BYTES) {
      throw new IllegalArgumentException(
          function + ": an event of " + event.length + " bytes is longer than Lambda takes");
    }
    return fleet.invoke(event.length == 0 ? NO_PAYLOAD : event, requestId);
  }

  private Fleet fleet(String function) {
    Fleet fleet = fleets.get(function);
    if (fleet == null) {
      throw new IllegalArgumentException(
          "No function " + function + "; there are " + fleets.keySet());
    }
    return fleet;
  }

  /** Starts an instance of a function if it has none, and does not wait for it. */
  public void warmUp(String function) {
    fleet(function).warmUp();
  }

  /**
   * Kills the process that works on an invocation, as if it ran out of memory.
   *
   * @param trace the trace header that the invocation was given, which the AWS SDK sends along with
   *     its calls
   * @return false if none works on it any more
   */
  public boolean kill(String trace) {
    return fleets.values().stream().anyMatch(fleet -> fleet.kill(trace));
  }

  /** By function, in the order of their names. */
  public Map<String, Usage> usage() {
    Map<String, Usage> usage = new TreeMap<>();
    fleets.forEach((name, fleet) -> usage.put(name, fleet.usage()));
    return usage;
  }

  /**
   * Ends every process: SIGTERM, and SIGKILL two seconds later; the first instance of a function
   * since it was built has longer. Returns when none is left.
   */
  @Override
  public void close() {
    List<Fleet.Ending> ending = new ArrayList<>();
    fleets.values().forEach(fleet -> ending.addAll(fleet.shutDown()));
    ending.sort(Comparator.comparing(Fleet.Ending::grace));
    clock.shutdown();
    long begun = System.nanoTime();
    boolean interrupted = false;
    for (Fleet.Ending each : ending) {
      Process process = each.process();
      try {
        long left = Math.max(0, begun + each.grace().toNanos() - System.nanoTime());
        if (!process.waitFor(left, NANOSECONDS)) {
          process.destroyForcibly().waitFor(GRACE.toMillis(), MILLISECONDS);
        }
      } catch (InterruptedException hurry) {
        interrupted = true;
        process.destroyForcibly();
      }
      if (!process.isAlive()) { // Here, too: this process may be over before it is notified.
        each.recording().ifPresent(recording -> recording.end(process.exitValue()));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    runtimeApi.close();
    closeLogs();
  }

  private void closeLogs() {
    for (FunctionLog log : logs) {
      try {
        log.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
