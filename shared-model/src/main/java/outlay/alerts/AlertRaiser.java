package outlay.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import outlay.model.Alert;
import outlay.model.Notice;
import outlay.store.Backoff;

/**
 * Raises alerts: takes each one's turn in the log, publishes, marks it sent. Whoever dies in
 * between leaves it pending, and it is taken up again when the lease is over; so an alert is told
 * at least once, and twice only if the publisher died, or was cut off from the log, between
 * publishing and marking.
 */
public final class AlertRaiser {
  /**
   * Longer than anybody's {@link #raise} may take (20 seconds: the time-out of Alerts in the
   * template), so that no turn is taken from somebody who still runs; not much longer, since an
   * alert of a killed function waits for it.
   */
  static final Duration LEASE = Duration.ofSeconds(25);

  private static final int MAX_ROUNDS = 6;

  /** No turn is taken for what there is no time to send: a call takes 8 seconds at most. */
  private static final long CLAIM_MARGIN_MILLIS = 8_500;

  /** Until then marking is tried again: unmarked, the alert would be told twice. */
  private static final long MARK_MARGIN_MILLIS = 2_500;

  private final AlertLog log;
  private final AlertTopic topic;
  private final Clock clock;
  private final Backoff backoff;
  private final Supplier<String> tokens;

  /**
   * @param backoff between looks at a turn that is another's, and between attempts to mark
   * @param tokens random ones, never twice the same
   */
  public AlertRaiser(
      AlertLog log, AlertTopic topic, Clock clock, Backoff backoff, Supplier<String> tokens) {
    this.log = log;
    this.topic = topic;
    this.clock = clock;
    this.backoff = backoff;
    this.tokens = tokens;
  }

  /**
   * What became of alerts.
   *
   * @param told how many were told by this call
   * @param theirs how many are another's to tell right now; if that one dies they stay pending
   */
  public record Raised(int told, int theirs) {}

  /**
   * Raises those of the alerts that were not sent yet. Every one is tried, whatever becomes of the
   * others. One whose turn is another's is looked at a few times more, and then left to them.
   *
   * @param notices of one user
   * @param millisLeft what is left of this call's time, 20,000 at most when it begins
   * @throws RuntimeException what went wrong first; doing it all again raises what is missing
   */
  public Raised raise(String userId, List<Notice> notices, LongSupplier millisLeft) {
    Round round = new Round(userId, millisLeft);
    List<Notice> theirs = round.raise(notices);
    for (int rounds = 1; !theirs.isEmpty() && rounds < MAX_ROUNDS && round.goesOn(); rounds++) {
      backoff.await(rounds);
      theirs = round.raise(theirs);
    }
    if (!round.faults.isEmpty()) {
      RuntimeException first = round.faults.get(0);
      round.faults.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    return new Raised(round.told, theirs.size());
  }

  /** One user's alerts in one invocation. */
  private final class Round {
    private final String userId;
    private final LongSupplier millisLeft;
    private final String token = tokens.get();
    private final List<RuntimeException> faults = new ArrayList<>();
    private int told;

    Round(String userId, LongSupplier millisLeft) {
      this.userId = userId;
      this.millisLeft = millisLeft;
    }

    boolean goesOn() {
      return faults.isEmpty() && millisLeft.getAsLong() > CLAIM_MARGIN_MILLIS;
    }

    /** Tells what can be told, and returns what is another's. */
    List<Notice> raise(List<Notice> notices) {
      Map<String, Notice> ours = new LinkedHashMap<>();
      List<Notice> theirs = new ArrayList<>();
      for (Notice notice : notices) {
        Optional<AlertLog.Claim> claim = claim(notice);
        if (claim.isEmpty()) {
          break; // What was claimed is to be told still.
        }
        switch (claim.get()) {
          case OURS -> ours.put(notice.alert().id(), notice);
          case THEIRS -> theirs.add(notice);
          case SENT -> {}
        }
      }
      for (AlertMessage message : AlertMessages.of(userId, List.copyOf(ours.values()))) {
        tell(message, message.alerts().stream().map(id -> alert(ours, id)).toList());
      }
      return theirs;
    }

    private Optional<AlertLog.Claim> claim(Notice notice) {
      if (millisLeft.getAsLong() < CLAIM_MARGIN_MILLIS) {
        faults.add(new IllegalStateException("no time is left in this invocation"));
        return Optional.empty();
      }
      try {
        Instant now = clock.instant();
        return Optional.of(log.claim(notice, new AlertLog.Lease(token, now.plus(LEASE)), now));
      } catch (RuntimeException fault) {
        faults.add(fault);
        return Optional.empty();
      }
    }

    private void tell(AlertMessage message, List<Alert> alerts) {
      String messageId;
      try {
        messageId = topic.publish(message);
      } catch (RuntimeException unpublished) {
        faults.add(unpublished);
        alerts.forEach(alert -> release(alert, unpublished));
        return;
      }
      alerts.forEach(alert -> mark(alert, messageId));
      told += alerts.size();
    }

    private void mark(Alert alert, String messageId) {
      for (int attempts = 1; ; attempts++) {
        try {
          log.sent(alert, token, messageId, clock.instant());
          return;
        } catch (RuntimeException fault) {
          if (millisLeft.getAsLong() < MARK_MARGIN_MILLIS) {
            faults.add(fault);
            return;
          }
          backoff.await(attempts);
        }
      }
    }

    private void release(Alert alert, RuntimeException unpublished) {
      try {
        log.release(alert, token);
      } catch (RuntimeException unreleased) {
        unpublished.addSuppressed(unreleased); // The lease runs out by itself.
      }
    }

    private static Alert alert(Map<String, Notice> ours, String id) {
      return Objects.requireNonNull(ours.get(id)).alert();
    }
  }
}
