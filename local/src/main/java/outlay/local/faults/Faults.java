package outlay.local.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.background.Backlog;
import outlay.local.edge.Answer;
import outlay.local.edge.Backend;
import outlay.local.edge.Call;
import outlay.local.edge.Dropped;
import outlay.local.edge.Interceptor;
import outlay.local.edge.Request;

/**
 * Lets faults befall calls, by rules that can be changed while it runs; none at first.
 *
 * <p>What befalls a call is drawn from the seed, the service, the action, and how many calls of
 * that action have met the rules so far: the n-th {@code PutItem} meets the same in every run.
 * Which call is the n-th, the machine decides.
 */
public final class Faults implements Interceptor, Backlog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  /** Longer than the functions' clients wait for an answer of DynamoDB: they time out. */
  private static final Duration CALLER_WAITS = Duration.ofMillis(2_500);

  /** A larger body is not kept for later: the call is done at once, and not answered. */
  private static final int LARGEST_HELD = 16 * 1024 * 1024;

  private static final int INVOCATIONS_REMEMBERED = 10_000;
  private static final int THREADS = 8;

  /** Kills processes by what they were given to do. */
  @FunctionalInterface
  public interface Killer {
    /**
     * Kills the process that works on the invocation, if there is one.
     *
     * @param trace the trace header that the invocation was given
     */
    boolean kill(String trace);
  }

  private final Killer killer;
  private final Duration callerWaits;
  private final ScheduledThreadPoolExecutor late;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicLong applied = new AtomicLong();
  private volatile Plan plan = new Plan(0, List.of());

  public Faults(Killer killer) {
    this(killer, CALLER_WAITS);
  }

  Faults(Killer killer, Duration callerWaits) {
    this.killer = killer;
    this.callerWaits = callerWaits;
    this.late =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "late-call");
              thread.setDaemon(true);
              return thread;
            });
    late.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** From now on these rules hold, and no others; what was injected is counted from 0. */
  public void start(long seed, List<Rule> rules) {
    plan = new Plan(seed, rules);
  }

  /** No call meets a fault any more. Those that are held are still applied. */
  public void stop() {
    plan = plan.without();
  }

  /**
   * How often each fault befell each action since the last start: {@code THROTTLED dynamodb Query}.
   */
  public Map<String, Long> injected() {
    Map<String, Long> counts = new TreeMap<>();
    plan.injected.forEach((what, count) -> counts.put(what, count.sum()));
    return counts;
  }

  @Override
  public Answer intercept(Call call, Backend next) throws IOException {
    Plan now = plan;
    Optional<Rule> rule = now.rules.isEmpty() ? Optional.empty() : now.draw(call);
    return rule.isEmpty() ? next.answer(call) : inject(rule.get(), now, call, next);
  }

  private Answer inject(Rule rule, Plan now, Call call, Backend next) throws IOException {
    LOG.atInfo()
        .addKeyValue("fault", rule.fault())
        .addKeyValue("caller", call.caller())
        .addKeyValue("action", call.action())
        .log("fault_injected");
    now.count(rule, call);
    return switch (rule.fault()) {
      case THROTTLED -> ServiceErrors.throttled(call, now.chooses());
      case FAILED_BEFORE -> ServiceErrors.failed(call);
      case FAILED_AFTER -> {
        apply(call, next);
        yield ServiceErrors.failed(call);
      }
      case DROPPED_AFTER -> {
        apply(call, next);
        throw new Dropped("the answer was dropped");
      }
      case KILLED_AFTER -> {
        apply(call, next);
        trace(call).ifPresent(killer::kill);
        throw new Dropped("the caller was killed");
      }
      case APPLIED_LATE -> {
        hold(call, now.hold(rule), next);
        throw new Dropped("the call is held");
      }
    };
  }

  private static void apply(Call call, Backend next) throws IOException {
    Optional<Answer.Stream> body = next.answer(call).stream();
    if (body.isPresent()) {
      body.get().content().close();
    }
  }

  private void hold(Call call, Duration time, Backend next) throws IOException {
    Optional<Call> whole = whole(call);
    if (whole.isEmpty()) {
      apply(call, next);
      return;
    }
    held.incrementAndGet();
    var unused =
        late.schedule(() -> applyHeld(whole.get(), next), time.toMillis(), TimeUnit.MILLISECONDS);
    try {
      Thread.sleep(Math.min(time.toMillis(), callerWaits.toMillis()));
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("The edge is closing.").initCause(closing);
    }
  }

  private void applyHeld(Call call, Backend next) {
    try {
      apply(call, next);
    } catch (IOException | RuntimeException failed) {
      LOG.atWarn().setCause(failed).addKeyValue("action", call.action()).log("held_call_failed");
    } finally {
      applied.incrementAndGet();
      held.decrementAndGet();
    }
  }

  /** The call with its body in memory; nothing if that is too large. */
  private static Optional<Call> whole(Call call) throws IOException {
    Request request = call.request();
    if (request.stream().isEmpty()) {
      return Optional.of(call);
    }
    long length = request.header("content-length").map(Long::parseLong).orElse(0L);
    if (length > LARGEST_HELD || request.header("transfer-encoding").isPresent()) {
      return Optional.empty();
    }
    InputStream body = new ByteArrayInputStream(request.stream().get().readNBytes((int) length));
    return Optional.of(
        call.with(
            new Request(
                request.method(),
                request.uri(),
                request.headers(),
                new byte[0],
                Optional.of(body))));
  }

  private static Optional<String> trace(Call call) {
    return call.request().header("x-amzn-trace-id");
  }

  @Override
  public boolean isSettledSince(long nanoTime) {
    return held.get() == 0;
  }

  @Override
  public long activity() {
    return applied.get();
  }

  /** Gives up what is held. */
  @Override
  public void close() {
    stop();
    late.shutdownNow();
  }

  /** Rules at work, and what came of them. */
  private static final class Plan {
    private record Armed(Rule rule, AtomicLong left) {}

    private final long seed;
    private final List<Armed> rules;
    private final boolean countsCalls;
    private final Map<String, AtomicLong> drawn = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> injected;
    private final SplittableRandom others;
    private final Map<String, Integer> callsOfInvocations =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > INVOCATIONS_REMEMBERED;
          }
        };

    Plan(long seed, List<Rule> rules) {
      this(seed, rules, new ConcurrentHashMap<>());
    }

    private Plan(long seed, List<Rule> rules, Map<String, LongAdder> injected) {
      this.seed = seed;
      this.rules =
          rules.stream().map(rule -> new Armed(rule, new AtomicLong(rule.times()))).toList();
      this.countsCalls = rules.stream().anyMatch(rule -> rule.nthCall() > 0);
      this.injected = injected;
      this.others = new SplittableRandom(seed);
    }

    /** What was injected, and nothing more. */
    Plan without() {
      return new Plan(seed, List.of(), injected);
    }

    Optional<Rule> draw(Call call) {
      int nth = countsCalls ? trace(call).map(this::nthCall).orElse(0) : 0;
      List<Armed> matching = new ArrayList<>();
      for (Armed armed : rules) {
        if (armed.rule.matches(call, nth)) {
          matching.add(armed);
        }
      }
      if (matching.isEmpty()) {
        return Optional.empty();
      }
      long count =
          drawn
              .computeIfAbsent(call.service() + " " + call.action(), absent -> new AtomicLong())
              .incrementAndGet();
      double point =
          new SplittableRandom(Objects.hash(seed, call.service(), call.action(), count))
              .nextDouble();
      for (Armed armed : matching) {
        if (point < armed.rule.rate()) {
          return armed.left.getAndDecrement() > 0 ? Optional.of(armed.rule) : Optional.empty();
        }
        point -= armed.rule.rate();
      }
      return Optional.empty();
    }

    private int nthCall(String trace) {
      synchronized (callsOfInvocations) {
        return callsOfInvocations.merge(trace, 1, Integer::sum);
      }
    }

    void count(Rule rule, Call call) {
      injected
          .computeIfAbsent(
              rule.fault() + " " + call.service() + " " + call.action(), what -> new LongAdder())
          .increment();
    }

    boolean chooses() {
      synchronized (others) {
        return others.nextBoolean();
      }
    }

    Duration hold(Rule rule) {
      long spread = rule.longest().minus(rule.shortest()).toMillis();
      synchronized (others) {
        return rule.shortest().plusMillis(others.nextLong(spread + 1));
      }
    }
  }
}
