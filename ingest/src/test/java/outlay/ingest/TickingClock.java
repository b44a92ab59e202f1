package outlay.ingest;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that goes on by a second each time someone looks: no two requests come at the same
 * moment.
 */
final class TickingClock extends Clock {
  private final AtomicReference<Instant> next;

  TickingClock(Instant first) {
    next = new AtomicReference<>(first);
  }

  @Override
  public Instant instant() {
    return next.getAndUpdate(now -> now.plusSeconds(1));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
