package outlay.local.scheduler;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Wall-clock times as instants.
 *
 * @param times the first time after a given one; empty if there is none
 */
record WallClock(Function<LocalDateTime, Optional<LocalDateTime>> times, ZoneId zone)
    implements Expression {
  @Override
  public Optional<Instant> next(Instant instant) {
    Optional<LocalDateTime> time = times.apply(LocalDateTime.ofInstant(instant, zone));
    while (time.isPresent()) {
      List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time.get()); // The earlier first.
      if (!offsets.isEmpty() && time.get().toInstant(offsets.get(0)).isAfter(instant)) {
        return Optional.of(time.get().toInstant(offsets.get(0)));
      }
      time = times.apply(time.get());
    }
    return Optional.empty();
  }
}
