package outlay.local.background;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. For tests. Safe for many threads. */
public final class MovableClock extends Clock {
  private volatile Instant now;

  private MovableClock(Instant now) {
    this.now = now;
  }

  /** Stands at {@code now}. */
  public static MovableClock at(Instant now) {
    return new MovableClock(now);
  }

  /** Stands at an instant in ISO 8601: {@code 2026-01-31T23:59:00Z}. */
  public static MovableClock at(String now) {
    return new MovableClock(Instant.parse(now));
  }

  /** Moves on. */
  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }

  /** Moves on to an instant. */
  public synchronized void moveTo(Instant instant) {
    if (instant.isBefore(now)) {
      throw new IllegalArgumentException("Time does not run backwards: " + instant);
    }
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("It is read as an instant only.");
  }
}
