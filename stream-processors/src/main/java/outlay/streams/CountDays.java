package outlay.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import outlay.store.CorruptItem;
import outlay.store.Item;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

/**
 * Counts the days again that expenses were on before and after their changes. What a change tells
 * of a day is when it was made.
 */
final class CountDays implements Reaction<Day, Instant> {
  private final ToIntFunction<UserDay> counter;
  private final Function<Collection<UserDay>, DayStore.Together> together;
  private final Clock clock;
  private final Set<UserDay> countedTogether = ConcurrentHashMap.newKeySet();
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();
  private final AtomicLong slowestMillis = new AtomicLong();

  /**
   * @param counter counts a day, and tells how often others came between
   * @param together counts many days by few calls, and tells which it did
   */
  CountDays(
      ToIntFunction<UserDay> counter,
      Function<Collection<UserDay>, DayStore.Together> together,
      Clock clock) {
    this.counter = counter;
    this.together = together;
    this.clock = clock;
  }

  @Override
  public Map<Day, Instant> read(DynamoChange change) {
    String userId = change.userId();
    Instant at = writtenAt(change);
    Map<Day, Instant> days = new HashMap<>();
    change.newItem().ifPresent(item -> days.put(day(userId, item), at));
    change.oldItem().flatMap(item -> countedOn(userId, item)).ifPresent(day -> days.put(day, at));
    return days;
  }

  private static Day day(String userId, Item item) {
    return new Day(new UserDay(userId, item.date("date")));
  }

  /** An old image without a readable date was counted on no day: there is nothing to make good. */
  private static Optional<Day> countedOn(String userId, Item item) {
    try {
      return Optional.of(day(userId, item));
    } catch (CorruptItem neverCounted) {
      return Optional.empty();
    }
  }

  /** To the microsecond, where the stream's own time is rounded. */
  private static Instant writtenAt(DynamoChange change) {
    try {
      return change.newItem().map(item -> item.instant("updatedAt")).orElse(change.at());
    } catch (CorruptItem unknown) {
      return change.at();
    }
  }

  @Override
  public void reactTogether(Map<Day, List<Instant>> days) {
    DayStore.Together counted = together.apply(days.keySet().stream().map(Day::userDay).toList());
    countedTogether.addAll(counted.written());
    conflicts.addAndGet(counted.conflicts());
  }

  @Override
  public void react(Day day, List<Instant> writtenAt, Attempt attempt) {
    if (!countedTogether.contains(day.userDay())) {
      conflicts.addAndGet(counter.applyAsInt(day.userDay()));
    }
    counted.incrementAndGet();
    Instant first = writtenAt.stream().min(Instant::compareTo).orElseThrow();
    slowestMillis.accumulateAndGet(Duration.between(first, clock.instant()).toMillis(), Math::max);
  }

  /** The seconds are those of the batch's change that waited longest. */
  @Override
  public List<BatchReport.Measure> measures() {
    List<BatchReport.Measure> measures = new ArrayList<>();
    measures.add(BatchReport.Measure.count("DaysCounted", counted.get()));
    measures.add(BatchReport.Measure.count("Conflicts", conflicts.get()));
    if (counted.get() > 0) {
      measures.add(
          new BatchReport.Measure(
              "SecondsToCounted", slowestMillis.get() / 1000.0, BatchReport.Measure.Unit.SECONDS));
    }
    return measures;
  }
}
