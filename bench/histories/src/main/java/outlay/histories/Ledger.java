package outlay.histories;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is stored after a history, and which budgets hold. Not for several threads at once. */
public final class Ledger {
  private final Map<Key, Stored> expenses = new TreeMap<>();
  private final Map<String, Map<String, Limit>> limits = new TreeMap<>();
  private final Map<String, Set<YearMonth>> comparedSince = new TreeMap<>();

  /** Whose, and which. */
  public record Key(String user, int expense) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byUser = user.compareTo(other.user);
      return byUser != 0 ? byUser : Integer.compare(expense, other.expense);
    }
  }

  /**
   * An expense that is there.
   *
   * @param deleted it counts nothing, and can be restored
   */
  public record Stored(Content content, boolean deleted) {}

  /** An item that was written or removed, as a stream tells of it. */
  public record Effect(Key key, Optional<Stored> before, Optional<Stored> after) {}

  /**
   * Does what the change says, and tells which items it changed: none, if there is nothing to do.
   */
  public List<Effect> apply(Change change) {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < Math.max(1, change.contents().size()); i++) {
      Key key = new Key(change.user(), change.expense() + i);
      Optional<Stored> before = Optional.ofNullable(expenses.get(key));
      Optional<Stored> after = after(change, i, before);
      if (!after.equals(before)) {
        after.ifPresentOrElse(stored -> expenses.put(key, stored), () -> expenses.remove(key));
        effects.add(new Effect(key, before, after));
        before.ifPresent(stored -> compared(key, stored));
        after.ifPresent(stored -> compared(key, stored));
      }
    }
    return effects;
  }

  private void compared(Key key, Stored stored) {
    comparedSince
        .computeIfAbsent(key.user(), absent -> new TreeSet<>())
        .add(YearMonth.from(stored.content().date()));
  }

  /** Sets the budget. What was spent before is compared with it when its month changes again. */
  public void set(Limit limit) {
    limits.computeIfAbsent(limit.user(), absent -> new TreeMap<>()).put(limit.key(), limit);
    comparedSince.remove(limit.user());
  }

  /** A user's budgets by their keys. */
  public Map<String, Limit> limits(String user) {
    return new TreeMap<>(limits.getOrDefault(user, Map.of()));
  }

  /** Whether something changed in the user's month since the last budget was set, if any was. */
  public boolean isCompared(String user, YearMonth month) {
    return comparedSince.getOrDefault(user, Set.of()).contains(month);
  }

  private static Optional<Stored> after(Change change, int at, Optional<Stored> before) {
    return switch (change.kind()) {
      case CREATE, BATCH ->
          before.isPresent() ? before : Optional.of(new Stored(change.contents().get(at), false));
      case EDIT, MOVE ->
          before.map(old -> old.deleted() ? old : new Stored(change.contents().get(at), false));
      case DELETE -> before.map(old -> new Stored(old.content(), true));
      case RESTORE -> before.map(old -> new Stored(old.content(), false));
      case REMOVE -> Optional.empty();
    };
  }

  /** Everything that is there, deleted ones too, in the order of their keys. */
  public Map<Key, Stored> expenses() {
    return new TreeMap<>(expenses);
  }
}
