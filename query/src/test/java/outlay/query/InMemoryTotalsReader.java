package outlay.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import outlay.model.DayTotals;

/** What {@link DynamoTotalsReader} reads, in memory. */
class InMemoryTotalsReader implements TotalsReader {
  private final Map<String, TreeMap<LocalDate, CountedDay>> users = new HashMap<>();

  void put(String userId, LocalDate date, DayTotals totals, Instant countedAt) {
    users
        .computeIfAbsent(userId, absent -> new TreeMap<>())
        .put(date, new CountedDay(date, totals, countedAt));
  }

  @Override
  public List<CountedDay> days(String userId, DateRange range) {
    return List.copyOf(
        users
            .getOrDefault(userId, new TreeMap<>())
            .subMap(range.from(), true, range.to(), true)
            .values());
  }

  @Override
  public void reach() {}
}
