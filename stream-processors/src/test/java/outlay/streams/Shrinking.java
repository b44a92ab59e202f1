package outlay.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing list as short as leaving out parts of it can, first large ones, then single ones.
 *
 * @see <a href="https://www.debuggingbook.org/html/DeltaDebugger.html">Delta debugging</a>
 */
final class Shrinking {
  private Shrinking() {}

  /**
   * A part of {@code failing} that fails, and none of whose single elements can be left out.
   *
   * @param fails true for {@code failing} itself
   */
  static <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
    List<T> shortest = failing;
    int size = Math.max(1, failing.size() / 2);
    while (true) {
      int before = shortest.size();
      for (int from = 0; from < shortest.size(); ) {
        List<T> without = without(shortest, from, Math.min(from + size, shortest.size()));
        if (fails.test(without)) {
          shortest = without;
        } else {
          from += size;
        }
      }
      if (size == 1 && shortest.size() == before) {
        return shortest;
      }
      size = Math.max(1, size / 2);
    }
  }

  private static <T> List<T> without(List<T> all, int from, int to) {
    List<T> without = new ArrayList<>(all.subList(0, from));
    without.addAll(all.subList(to, all.size()));
    return without;
  }
}
