package outlay.jobs.runs;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was counted on the way, by name: {@code rows} → 3. What was never counted is 0. */
public record Counts(SortedMap<String, Long> values) {
  public static final Counts NONE = new Counts(new TreeMap<>());

  public Counts {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Counts of(Map<String, Long> values) {
    return new Counts(new TreeMap<>(values));
  }

  /**
   * The sum, name by name.
   *
   * @throws ArithmeticException if one does not fit a {@code long}
   */
  public Counts plus(Counts other) {
    TreeMap<String, Long> sum = new TreeMap<>(values);
    other.values.forEach((name, count) -> sum.merge(name, count, Math::addExact));
    return new Counts(sum);
  }

  public long get(String name) {
    return values.getOrDefault(name, 0L);
  }
}
