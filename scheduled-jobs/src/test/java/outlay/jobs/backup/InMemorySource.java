package outlay.jobs.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import outlay.model.Expense;
import outlay.store.CorruptItem;

/** The table {@code expenses} as a map: read in pages of three, and restored to. */
final class InMemorySource implements SourceScan, RestoreTarget {
  private static final int PAGE = 3;

  final ConcurrentHashMap<String, Expense> items = new ConcurrentHashMap<>();
  final Set<Boolean> reads = ConcurrentHashMap.newKeySet(); // Whether consistent.
  int corrupt;

  void put(Expense expense) {
    items.put(InMemoryBackupTable.key(expense), expense);
  }

  @Override
  public Page page(int segment, int segments, Optional<String> cursor, boolean consistent) {
    reads.add(consistent);
    List<Supplier<Expense>> all = new ArrayList<>();
    items.values().stream()
        .filter(expense -> Math.floorMod(expense.userId().hashCode(), segments) == segment)
        .sorted(
            (one, other) -> InMemoryBackupTable.key(one).compareTo(InMemoryBackupTable.key(other)))
        .forEach(expense -> all.add(() -> expense));
    if (segment == 0) {
      for (int i = 0; i < corrupt; i++) {
        all.add(
            () -> {
              throw new CorruptItem("attribute amount cannot be read");
            });
      }
    }
    int from = cursor.map(Integer::valueOf).orElse(0);
    int to = Math.min(all.size(), from + PAGE);
    return new Page(
        all.subList(Math.min(from, to), to),
        to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  @Override
  public Effect restore(Expense expense) {
    Effect effect = preview(expense);
    if (effect != Effect.KEPT) {
      put(expense);
    }
    return effect;
  }

  @Override
  public Effect preview(Expense expense) {
    Expense there = items.get(InMemoryBackupTable.key(expense));
    if (there == null) {
      return Effect.ADDED;
    }
    return there.version() < expense.version() ? Effect.REPLACED : Effect.KEPT;
  }
}
