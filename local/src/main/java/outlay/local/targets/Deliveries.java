package outlay.local.targets;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.local.background.Alarms;
import outlay.local.background.Backlog;
import outlay.local.background.Spool;

/**
 * Deliveries under way. Each is tried at once, again with growing pauses, and then <a
 * href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">told to its
 * dead-letter queue</a>; what trying again cannot help goes there at once. At least once: what was
 * under way when the process ended is tried again by the next one.
 */
public final class Deliveries implements Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Alarms alarms;
  private final Targets targets;
  private final DeadLetters deadLetters;
  private final Spool spool;
  private final Map<String, Delivery> open = new ConcurrentHashMap<>();
  private final AtomicLong attempts = new AtomicLong();

  private Deliveries(Alarms alarms, Targets targets, DeadLetters deadLetters, Spool spool) {
    this.alarms = alarms;
    this.targets = targets;
    this.deadLetters = deadLetters;
    this.spool = spool;
  }

  /**
   * Starts. It goes on with what the spool holds when the alarms ring first.
   *
   * @param spool of its own
   */
  public static Deliveries start(
      Alarms alarms, Targets targets, DeadLetters deadLetters, Spool spool) {
    Deliveries deliveries = new Deliveries(alarms, targets, deadLetters, spool);
    spool.all().values().stream().map(Delivery::of).forEach(deliveries::resume);
    return deliveries;
  }

  private void resume(Delivery left) {
    open.put(left.id(), left);
    var unused = alarms.at(alarms.now(), () -> attempt(left));
  }

  /**
   * Takes it over, and makes the first attempt. It is kept until it is delivered or told.
   *
   * @throws java.io.UncheckedIOException if it cannot be kept; it is not taken over then
   */
  public void start(Delivery delivery) {
    spool.put(delivery.id(), delivery.json());
    open.put(delivery.id(), delivery);
    attempt(delivery);
  }

  private void attempt(Delivery delivery) {
    attempts.incrementAndGet();
    try {
      targets.send(delivery.targetArn(), delivery.nextPayload());
      end(delivery);
    } catch (TargetFailed failed) {
      LOG.atWarn()
          .setCause(failed.getCause())
          .addKeyValue("target", delivery.targetArn())
          .addKeyValue("code", failed.code())
          .addKeyValue("message", failed.getMessage())
          .addKeyValue("attempt", delivery.attempts() + 1)
          .log("delivery_failed");
      afterFailure(delivery, failed);
    }
  }

  private void afterFailure(Delivery delivery, TargetFailed failed) {
    if (!failed.isRetriable()) {
      bury(delivery, failed, Optional.empty(), 0);
      return;
    }
    Duration pause = pause(delivery.attempts());
    Instant next = alarms.now().plus(pause);
    if (delivery.attempts() >= delivery.policy().maximumRetryAttempts()) {
      bury(delivery, failed, Optional.of("MaximumRetryAttempts"), 0);
    } else if (next.isAfter(delivery.accepted().plus(delivery.policy().maximumEventAge()))) {
      bury(delivery, failed, Optional.of("MaximumEventAgeInSeconds"), 0);
    } else {
      Delivery again = delivery.failed();
      try {
        open.put(again.id(), again);
        spool.put(again.id(), again.json());
      } finally { // What is kept may be of an earlier attempt.
        var unused = alarms.at(next, () -> attempt(again));
      }
    }
  }

  /** Sends the dead letter, however long that takes. */
  private void bury(
      Delivery delivery, TargetFailed failed, Optional<String> exhausted, int failures) {
    LOG.atError()
        .addKeyValue("target", delivery.targetArn())
        .addKeyValue("queue", delivery.deadLetterArn().orElse("none"))
        .addKeyValue("code", failed.code())
        .log("delivery_given_up");
    Map<String, String> attributes = new TreeMap<>(delivery.letterAttributes());
    attributes.put("TARGET_ARN", delivery.targetArn());
    attributes.put("ERROR_CODE", failed.code());
    attributes.put("ERROR_MESSAGE", String.valueOf(failed.getMessage()));
    attributes.put("RETRY_ATTEMPTS", Integer.toString(delivery.attempts()));
    exhausted.ifPresent(condition -> attributes.put("EXHAUSTED_RETRY_CONDITION", condition));
    try {
      delivery
          .deadLetterArn()
          .ifPresent(queue -> deadLetters.send(queue, delivery.letter(), attributes));
      end(delivery);
    } catch (RuntimeException notSent) {
      LOG.atError().setCause(notSent).log("dead_letter_not_sent");
      var unused =
          alarms.after(pause(failures), () -> bury(delivery, failed, exhausted, failures + 1));
    }
  }

  private void end(Delivery delivery) {
    try {
      spool.remove(delivery.id());
    } finally { // It comes again after the next start, then.
      attempts.incrementAndGet();
      open.remove(delivery.id());
    }
  }

  /** 1 s at first, twice as long each time, at most 10 min; between half of it and all. */
  private static Duration pause(int failures) {
    long longest = Math.min(LONGEST_PAUSE.toMillis(), 1000L << Math.min(failures, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  @Override
  public boolean isSettledSince(long nanoTime) {
    return open.isEmpty();
  }

  @Override
  public long activity() {
    return attempts.get();
  }
}
