package outlay.local.lambda;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of one function, and the calls that wait for one.
 *
 * <p>A call goes to the idle instance that was used last. If none is idle it waits, and an instance
 * is started for it if fewer start, or are about to be free, than calls wait; whichever is free
 * first takes the call that has waited longest. A call is given to an instance once: if that dies,
 * the call fails.
 *
 * <p>All state, that of the instances too, is guarded by this object's lock. Nothing is read or
 * written, and no process started, while holding it.
 */
final class Fleet {
  /** What to start and how. */
  record Setting(
      FunctionSpec spec,
      Launcher launcher,
      RuntimeApi runtimeApi,
      FunctionLog log,
      Path runDirectory,
      ScheduledExecutorService clock,
      Limits limits) {}

  /** A process that was told to end, and for how long it may take. */
  record Ending(Process process, Duration grace, Optional<Archives.Recording> recording) {}

  @SuppressWarnings("ArrayRecordComponent") // Handed on as it is, never compared.
  private record InitFailure(byte[] error, long atNanos) {}

  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final int SIGNALLED = 128;

  /** So often in a row is a start tried again that was killed from outside. */
  private static final int MAX_INIT_KILLS = 3;

  private final Setting setting;
  private final FunctionSpec spec;
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final Deque<Instance> idle = new ArrayDeque<>();
  private final Set<Instance> live = new LinkedHashSet<>();
  private int starting;
  private int numbers;
  private int initKills;
  private boolean closed;
  private @Nullable InitFailure initFailure;
  private long invocations;
  private long errors;
  private long coldStarts;

  Fleet(Setting setting) {
    this.setting = setting;
    this.spec = setting.spec();
  }

  /** See {@link Invoker#invoke}. */
  Invocation invoke(byte[] event, String requestId) {
    Call call = new Call(requestId, event, this::count);
    place(call);
    try {
      while (true) {
        try {
          return call.result.get(setting.limits().free().toMillis(), MILLISECONDS);
        } catch (TimeoutException noAnswerYet) {
          withdrawIfNothingStarts(call);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(spec.name() + " was invoked by a thread that is to end");
    } catch (ExecutionException refused) {
      throw new Invoker.TooManyRequests(spec.name());
    }
  }

  synchronized Usage usage() {
    List<Long> pids =
        live.stream()
            .map(instance -> instance.process)
            .filter(Objects::nonNull)
            .map(Process::pid)
            .toList();
    return new Usage(invocations, errors, coldStarts, pids);
  }

  // ---------------------------------------------------------------- calls

  private void place(Call call) {
    Instance free;
    synchronized (this) {
      if (closed) {
        throw new Invoker.TooManyRequests(spec.name());
      }
      Optional<byte[]> known = knownInitError();
      if (known.isPresent()) {
        call.fail(known.get());
        return;
      }
      free = takeIdle();
      if (free == null) {
        waiting.add(call);
      } else {
        give(free, call);
      }
    }
    if (free == null) {
      startWhereNeeded();
    } else {
      send(free, call);
    }
  }

  /** A function that cannot start is not started for every call of a flood of them. */
  private Optional<byte[]> knownInitError() {
    InitFailure last = initFailure;
    if (last == null
        || !live.isEmpty()
        || System.nanoTime() - last.atNanos() > setting.limits().retryInit().toNanos()) {
      return Optional.empty();
    }
    return Optional.of(last.error());
  }

  private @Nullable Instance takeIdle() {
    Instance free = idle.pollFirst();
    while (free != null && free.process != null && !free.process.isAlive()) {
      free = idle.pollFirst(); // Killed; that it is gone is about to be noticed.
    }
    return free;
  }

  private void give(Instance instance, Call call) {
    instance.state = Instance.State.BUSY;
    instance.current = call;
    call.trace = trace();
    instance.sinceNanos = System.nanoTime();
    instance.timer =
        setting
            .clock()
            .schedule(() -> timeOut(instance, call), spec.timeout().toNanos(), NANOSECONDS);
  }

  /** Answers the instance's request for an event. */
  private void send(Instance instance, Call call) {
    HttpExchange exchange = Objects.requireNonNull(instance.parked);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", call.requestId);
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        Long.toString(System.currentTimeMillis() + spec.timeout().toMillis()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", spec.arn());
    headers.set("Lambda-Runtime-Trace-Id", call.trace);
    try {
      exchange.sendResponseHeaders(200, call.event.length);
      exchange.getResponseBody().write(call.event);
      exchange.close();
    } catch (IOException gone) {
      giveToAnother(instance, call);
    }
  }

  private static String trace() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return String.format(
        "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=0",
        System.currentTimeMillis() / 1000, random.nextInt(), random.nextLong(), random.nextLong());
  }

  /** The event has not reached the instance as a whole, so nothing of it has been done. */
  private void giveToAnother(Instance instance, Call call) {
    synchronized (this) {
      if (instance.current != call) {
        return; // Timed out, or the end of the process was noticed first: it is answered.
      }
      instance.current = null;
      cancelTimer(instance);
      retire(instance);
      if (closed) {
        call.result.completeExceptionally(new Invoker.TooManyRequests(spec.name()));
      } else {
        waiting.addFirst(call);
      }
    }
    kill(instance);
    startWhereNeeded();
  }

  /** Nothing starts and nothing was free for as long as a caller may wait. */
  private void withdrawIfNothingStarts(Call call) {
    synchronized (this) {
      if (starting > 0 || !waiting.remove(call)) {
        return;
      }
    }
    throw new Invoker.TooManyRequests(spec.name());
  }

  /**
   * An answer has come.
   *
   * @return false if the instance does not have that request
   */
  boolean finish(Instance instance, String requestId, Consumer<Call> answer) {
    Call call;
    synchronized (this) {
      call = instance.current;
      if (call == null || !call.requestId.equals(requestId)) {
        return false;
      }
      instance.current = null;
      cancelTimer(instance);
      instance.recording.ifPresent(Archives.Recording::answered);
    }
    end(instance, call, answer, "");
    return true;
  }

  private void timeOut(Instance instance, Call call) {
    synchronized (this) {
      if (instance.current != call) {
        return;
      }
      instance.current = null;
      retire(instance);
    }
    kill(instance);
    byte[] error = Failure.timedOut(call.requestId, spec.timeout());
    end(instance, call, timedOut -> timedOut.fail(error), "timeout");
    startWhereNeeded();
  }

  private void end(Instance instance, Call call, Consumer<Call> answer, String status) {
    long nanos;
    long initNanos;
    synchronized (this) {
      nanos = System.nanoTime() - instance.sinceNanos;
      initNanos = instance.unreportedInitNanos;
      instance.unreportedInitNanos = 0;
    }
    answer.accept(call);
    boolean good = call.result.join().functionError().isEmpty();
    String how = status.isEmpty() ? (good ? "success" : "error") : status;
    setting.log().report(call.requestId, nanos, initNanos, how);
  }

  private synchronized void count(Invocation ended) {
    invocations++;
    if (ended.functionError().isPresent()) {
      errors++;
    }
  }

  private static void cancelTimer(Instance instance) {
    Future<?> timer = instance.timer;
    if (timer != null) {
      timer.cancel(false);
      instance.timer = null;
    }
  }

  // ---------------------------------------------------------------- instances

  /** Starts an instance if there is none. */
  void warmUp() {
    Instance instance;
    synchronized (this) {
      if (closed || !live.isEmpty()) {
        return;
      }
      instance = newInstance();
    }
    launch(instance);
  }

  private Instance newInstance() {
    Instance instance = new Instance(this, ++numbers);
    live.add(instance);
    starting++;
    return instance;
  }

  private void startWhereNeeded() {
    while (true) {
      Instance instance;
      synchronized (this) {
        if (closed
            || waiting.size() <= starting + finishing()
            || live.size() >= spec.maxInstances()) {
          return;
        }
        instance = newInstance();
      }
      launch(instance);
    }
  }

  /** Instances that have answered, and ask for the next event any moment. */
  private long finishing() {
    return live.stream()
        .filter(one -> one.state == Instance.State.BUSY && one.current == null)
        .count();
  }

  private void launch(Instance instance) {
    setting.runtimeApi().add(instance);
    Launcher.Launched launched;
    try {
      Path home = Files.createDirectories(setting.runDirectory().resolve(spec.name()));
      launched =
          setting
              .launcher()
              .launch(
                  spec,
                  setting.runtimeApi().address(instance.id),
                  instance.id,
                  home.toAbsolutePath(),
                  setting.log().file());
      Files.writeString(pidFile(instance), launched.process().pid() + "\n");
    } catch (IOException failed) {
      LOG.atError().setCause(failed).addKeyValue("function", spec.name()).log("start_failed");
      initError(
          instance, Failure.runtimeApi("Runtime.InvalidEntrypoint", "The process did not start"));
      gone(instance, 1);
      return;
    }
    Process process = launched.process();
    boolean unwanted;
    synchronized (this) {
      instance.process = process;
      instance.recording = launched.recording();
      unwanted = closed;
      if (instance.state == Instance.State.STARTING && !closed) {
        instance.timer =
            setting
                .clock()
                .schedule(
                    () -> initTimeOut(instance), setting.limits().init().toNanos(), NANOSECONDS);
      }
    }
    var unused = process.onExit().thenAccept(ended -> gone(instance, ended.exitValue()));
    if (unwanted) {
      kill(instance);
    }
  }

  private Path pidFile(Instance instance) {
    return setting.runDirectory().resolve(spec.name() + "-" + instance.number + ".pid");
  }

  private void initTimeOut(Instance instance) {
    synchronized (this) {
      if (instance.state != Instance.State.STARTING) {
        return;
      }
      long seconds = setting.limits().init().toSeconds();
      instance.initError =
          Failure.runtimeApi("Sandbox.Timedout", "Init timed out after " + seconds + " seconds");
    }
    kill(instance);
  }

  void initError(Instance instance, byte[] error) {
    synchronized (this) {
      instance.initError = error;
    }
  }

  /** The instance asks for an event. */
  void ready(Instance instance, HttpExchange exchange) {
    Call call;
    synchronized (this) {
      if (instance.state == Instance.State.DEAD) {
        exchange.close();
        return;
      }
      if (instance.state == Instance.State.STARTING) {
        starting--;
        coldStarts++;
        initKills = 0;
        initFailure = null;
        cancelTimer(instance);
        instance.unreportedInitNanos = System.nanoTime() - instance.startedAtNanos;
      }
      instance.parked = exchange;
      call = waiting.poll();
      if (call == null) {
        instance.state = Instance.State.IDLE;
        instance.sinceNanos = System.nanoTime();
        idle.addFirst(instance);
      } else {
        give(instance, call);
      }
    }
    if (call != null) {
      send(instance, call);
    }
  }

  /** The instance's process has ended, whatever it died of. */
  private void gone(Instance instance, int exitValue) {
    setting.runtimeApi().remove(instance);
    endRecording(instance, exitValue);
    Call call;
    List<Call> cannotStart = List.of();
    synchronized (this) {
      call = instance.current;
      instance.current = null;
      cancelTimer(instance);
      if (instance.state == Instance.State.STARTING) {
        cannotStart = afterFailedInit(instance, exitValue);
      }
      retire(instance);
      if (instance.parked != null) {
        instance.parked.close();
      }
    }
    deletePidFile(instance);
    if (call != null) {
      byte[] error = Failure.exited(call.requestId, exitValue);
      end(instance, call, died -> died.fail(error), "");
    }
    for (Call failed : cannotStart) {
      byte[] error =
          instance.initError == null
              ? Failure.exited(failed.requestId, exitValue)
              : instance.initError;
      end(instance, failed, died -> died.fail(error), "");
    }
    startWhereNeeded();
  }

  /**
   * Takes out of the queue the calls that fail with the start: if other instances serve the
   * function, the one that it was started for, else all. None, if it was killed from outside:
   * another is started.
   */
  private List<Call> afterFailedInit(Instance instance, int exitValue) {
    if (closed) {
      return List.of();
    }
    byte[] error = instance.initError;
    if (error == null && exitValue > SIGNALLED && ++initKills <= MAX_INIT_KILLS) {
      return List.of();
    }
    byte[] known = error == null ? Failure.exited("none", exitValue) : error;
    initFailure = new InitFailure(known, System.nanoTime());
    boolean othersServe = live.size() > starting;
    List<Call> failed = new ArrayList<>();
    while (!waiting.isEmpty() && (failed.isEmpty() || !othersServe)) {
      failed.add(waiting.remove());
    }
    return failed;
  }

  /** Takes the instance out of everything. Its place is free. */
  private void retire(Instance instance) {
    if (instance.state == Instance.State.STARTING) {
      starting--;
    }
    instance.state = Instance.State.DEAD;
    idle.remove(instance);
    live.remove(instance);
  }

  private void endRecording(Instance instance, int exitValue) {
    Optional<Archives.Recording> recording;
    synchronized (this) {
      recording = instance.recording;
    }
    recording.ifPresent(each -> each.end(exitValue));
  }

  private void deletePidFile(Instance instance) {
    try {
      Files.deleteIfExists(pidFile(instance));
    } catch (IOException failed) {
      LOG.atWarn().setCause(failed).addKeyValue("file", pidFile(instance)).log("not_deleted");
    }
  }

  /** Kills the instance that works on the call with this trace header, if it is one of these. */
  boolean kill(String trace) {
    Optional<Instance> victim;
    synchronized (this) {
      victim =
          live.stream()
              .filter(one -> one.current != null && one.current.trace.equals(trace))
              .findFirst();
    }
    victim.ifPresent(this::kill);
    return victim.isPresent();
  }

  private void kill(Instance instance) {
    Process process;
    synchronized (this) {
      process = instance.process;
    }
    if (process != null) {
      process.destroyForcibly();
    }
  }

  // ---------------------------------------------------------------- the end

  /** Stops instances that nobody needed for a while; the last one stays. */
  void sweep() {
    List<Instance> unneeded = new ArrayList<>();
    synchronized (this) {
      long before = System.nanoTime() - setting.limits().idle().toNanos();
      while (live.size() > 1 && !idle.isEmpty() && idle.getLast().sinceNanos - before < 0) {
        Instance instance = idle.getLast();
        retire(instance);
        unneeded.add(instance);
      }
    }
    for (Instance instance : unneeded) {
      terminate(instance);
      var unused =
          setting.clock().schedule(() -> kill(instance), grace(instance).toNanos(), NANOSECONDS);
    }
  }

  /**
   * Asks every instance to end, and takes no call any more. Calls that wait are refused, calls in
   * flight fail when their process ends.
   *
   * @return the processes to wait for
   */
  List<Ending> shutDown() {
    List<Call> refused;
    List<Instance> ending;
    synchronized (this) {
      closed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
      ending = List.copyOf(live);
    }
    refused.forEach(
        call -> call.result.completeExceptionally(new Invoker.TooManyRequests(spec.name())));
    ending.forEach(this::terminate);
    return ending.stream().flatMap(instance -> ending(instance).stream()).toList();
  }

  private synchronized Optional<Ending> ending(Instance instance) {
    return Optional.ofNullable(instance.process)
        .map(process -> new Ending(process, grace(instance), instance.recording));
  }

  private synchronized Duration grace(Instance instance) {
    return instance.recording.isPresent() ? Functions.GRACE_TO_RECORD : Functions.GRACE;
  }

  /**
   * Sends SIGTERM. Not through {@link Process#destroy}, which also closes the pipe that tells the
   * child that its parent is gone.
   */
  private void terminate(Instance instance) {
    Process process;
    boolean isForNothing;
    synchronized (this) {
      process = instance.process;
      isForNothing = instance.recording.filter(each -> !each.hasAnswered()).isPresent();
    }
    if (process != null && isForNothing) {
      process.toHandle().destroyForcibly(); // It has done nothing, and would archive what it has.
    } else if (process != null) {
      process.toHandle().destroy();
    }
  }
}
