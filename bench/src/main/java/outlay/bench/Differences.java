package outlay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what is with what should be. Pure. */
public final class Differences {
  private Differences() {}

  /**
   * A sentence for each key that lacks, is too many, or has another value; none if the maps are
   * equal.
   */
  public static <K, V> List<String> between(String where, Map<K, V> expected, Map<K, V> actual) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (key, value) -> {
          V found = actual.get(key);
          if (found == null) {
            differences.add("%s: %s is missing, expected %s".formatted(where, key, value));
          } else if (!found.equals(value)) {
            differences.add("%s: %s is %s, expected %s".formatted(where, key, found, value));
          }
        });
    actual.forEach(
        (key, value) -> {
          if (!expected.containsKey(key)) {
            differences.add("%s: %s should not be there, is %s".formatted(where, key, value));
          }
        });
    return differences;
  }

  /** How many of the expected entries are there as they should be. */
  public static <K, V> long right(Map<K, V> expected, Map<K, V> actual) {
    return expected.entrySet().stream()
        .filter(entry -> entry.getValue().equals(actual.get(entry.getKey())))
        .count();
  }
}
