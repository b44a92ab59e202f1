package outlay.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.background.Alarms;
import outlay.local.background.Backlog;
import outlay.local.background.Spool;

/**
 * Lambda's queue of asynchronous events. After an error of the function an event is <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">tried
 * again</a> after one and after two minutes of the clock; while no instance is free, after 1 s to 5
 * min, which counts as no attempt. What is given up is told to the function's on-failure queue.
 *
 * <p>At least once: what was waiting or under way when the process ended is in the spool, and the
 * next one goes on with it. Time in which nothing ran here does not make an event older, since AWS
 * never stands still.
 */
public final class EventQueue implements Events, Backlog, AutoCloseable {
  /** What Lambda takes for an asynchronous event. */
  public static final int MAX_EVENT_BYTES = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration AFTER_ERROR = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** Takes the records of what was given up. */
  @FunctionalInterface
  public interface OnFailure {
    /**
     * Sends one message, durably.
     *
     * @throws RuntimeException if it was not sent; it is tried again until it is
     */
    void send(String queueUrl, String message);
  }

  /** A function, and the threads that invoke it. */
  private record Lane(EventSettings settings, ExecutorService threads) {}

  private final Invoker invoker;
  private final OnFailure onFailure;
  private final Alarms alarms;
  private final Spool spool;
  private final Instant started;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, PendingEvent> pending = new ConcurrentHashMap<>();
  private final AtomicLong activity = new AtomicLong();
  private volatile boolean closed;

  private EventQueue(Invoker invoker, OnFailure onFailure, Alarms alarms, Spool spool) {
    this.invoker = invoker;
    this.onFailure = onFailure;
    this.alarms = alarms;
    this.spool = spool;
    this.started = alarms.now();
  }

  /**
   * Starts. It goes on with what the spool holds when the alarms ring first.
   *
   * @param spool of its own
   */
  public static EventQueue start(
      Collection<EventSettings> functions,
      Invoker invoker,
      OnFailure onFailure,
      Alarms alarms,
      Spool spool) {
    EventQueue queue = new EventQueue(invoker, onFailure, alarms, spool);
    for (EventSettings each : functions) {
      queue.lanes.put(each.function(), new Lane(each, threads(each)));
    }
    spool.all().values().stream().map(PendingEvent::of).forEach(queue::resume);
    return queue;
  }

  private static ExecutorService threads(EventSettings settings) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            settings.instances(),
            settings.instances(),
            60,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "events-" + settings.function());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private void resume(PendingEvent left) {
    if (lanes.containsKey(left.function())) {
      pending.put(left.id(), left);
      var unused = alarms.at(started, () -> enqueue(left, 0));
    } else {
      LOG.atError().addKeyValue("function", left.function()).log("event_of_function_that_is_gone");
    }
  }

  @Override
  public String accept(String function, byte[] event) {
    if (!lanes.containsKey(function)) {
      throw new IllegalArgumentException("Function not found: " + function);
    }
    if (event.length > MAX_EVENT_BYTES) {
      throw new IllegalArgumentException(function + ": the event is larger than 1 MB");
    }
    PendingEvent accepted =
        new PendingEvent(UUID.randomUUID().toString(), function, json(event), alarms.now(), 0);
    spool.put(accepted.id(), accepted.json());
    pending.put(accepted.id(), accepted);
    enqueue(accepted, 0);
    return accepted.id();
  }

  private static String json(byte[] event) {
    try {
      if (JSON.readTree(event).isMissingNode()) {
        return "{}";
      }
      return new String(event, UTF_8);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(
          "Could not parse request body into json: " + notJson.getOriginalMessage(), notJson);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("Could not parse request body into json", unreadable);
    }
  }

  /**
   * @param refusals how often in a row no instance was free
   */
  private void enqueue(PendingEvent event, int refusals) {
    try {
      lane(event).threads().execute(() -> attempt(event, refusals));
    } catch (RejectedExecutionException closing) {
      LOG.atDebug().addKeyValue("event", event.id()).log("event_left_for_the_next_start");
    }
  }

  private Lane lane(PendingEvent event) {
    Lane lane = lanes.get(event.function());
    if (lane == null) {
      throw new IllegalStateException("Was accepted for no function: " + event.function());
    }
    return lane;
  }

  private void attempt(PendingEvent event, int refusals) {
    EventSettings settings = lane(event).settings();
    if (isTooOld(event, settings)) {
      giveUp(event, "EventAgeExceeded", Optional.empty(), 0);
      return;
    }
    activity.incrementAndGet();
    Invocation invocation;
    try {
      invocation = invoker.invoke(event.function(), event.event().getBytes(UTF_8), event.id());
    } catch (RuntimeException notInvoked) {
      if (!closed) {
        LOG.atWarn().setCause(notInvoked).addKeyValue("event", event.id()).log("event_waits");
        var unused = alarms.after(pause(refusals), () -> enqueue(event, refusals + 1));
      }
      return;
    }
    if (invocation.functionError().isEmpty()) {
      end(event);
    } else if (!closed) { // Else it may have failed because this process ends.
      afterError(event.failed(), settings, invocation);
    }
  }

  private void afterError(PendingEvent event, EventSettings settings, Invocation last) {
    LOG.atWarn()
        .addKeyValue("function", event.function())
        .addKeyValue("event", event.id())
        .addKeyValue("errors", event.errors())
        .log("event_failed");
    if (event.errors() > settings.maximumRetryAttempts()) {
      giveUp(event, "RetriesExhausted", Optional.of(last), 0);
      return;
    }
    try {
      pending.put(event.id(), event);
      spool.put(event.id(), event.json());
    } finally { // What is kept may be of an earlier attempt.
      var unused = alarms.after(AFTER_ERROR.multipliedBy(event.errors()), () -> enqueue(event, 0));
      activity.incrementAndGet();
    }
  }

  private boolean isTooOld(PendingEvent event, EventSettings settings) {
    Instant from = event.accepted().isBefore(started) ? started : event.accepted();
    return Duration.between(from, alarms.now()).compareTo(settings.maximumEventAge()) > 0;
  }

  private void giveUp(
      PendingEvent event, String condition, Optional<Invocation> last, int failures) {
    LOG.atError()
        .addKeyValue("function", event.function())
        .addKeyValue("event", event.id())
        .addKeyValue("condition", condition)
        .log("event_given_up");
    EventSettings settings = lane(event).settings();
    try {
      if (settings.onFailureQueueUrl().isPresent()) {
        onFailure.send(
            settings.onFailureQueueUrl().get(),
            FailureRecord.of(event, settings, condition, last, alarms.now()));
      }
      end(event);
    } catch (RuntimeException notSent) {
      LOG.atError().setCause(notSent).addKeyValue("event", event.id()).log("failure_not_sent");
      var unused =
          alarms.after(pause(failures), () -> giveUp(event, condition, last, failures + 1));
    }
  }

  private void end(PendingEvent event) {
    try {
      spool.remove(event.id());
    } finally { // It comes again after the next start, then.
      activity.incrementAndGet();
      pending.remove(event.id());
    }
  }

  private static Duration pause(int refusals) {
    return Duration.ofSeconds(Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(refusals, 20)));
  }

  @Override
  public boolean isSettledSince(long nanoTime) {
    return pending.isEmpty();
  }

  @Override
  public long activity() {
    return activity.get();
  }

  /** Stops. What is not done is in the spool. */
  @Override
  public void close() {
    closed = true;
    lanes.values().forEach(lane -> lane.threads().shutdownNow());
  }
}
