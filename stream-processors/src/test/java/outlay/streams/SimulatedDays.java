package outlay.streams;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

/**
 * The two tables as an adversary runs them: revisions are read from the past, calls are throttled,
 * answers are lost after a write was applied, and writes that were given up are applied later.
 */
class SimulatedDays implements DayStore {
  /** An expense as it is stored. */
  record Stored(LocalDate date, DayEntry entry) {}

  private record Counted(long revision, DayTotals totals) {}

  private record Late(UserDay day, long revision, DayTotals totals) {}

  final Map<String, Map<String, Stored>> expenses = new HashMap<>();
  private final Map<UserDay, List<Counted>> totals = new HashMap<>();
  private final List<Late> late = new ArrayList<>();
  private final Random random;
  private final Steps steps;
  private final double faults;
  private boolean calm;

  SimulatedDays(Random random, Steps steps, double faults) {
    this.random = random;
    this.steps = steps;
    this.faults = faults;
  }

  /** From now on nothing goes wrong, but for what is late already. */
  void calm() {
    calm = true;
  }

  @Override
  public long revision(UserDay day) {
    step();
    List<Counted> history = totals.getOrDefault(day, List.of());
    int age = random.nextInt(4) == 0 ? random.nextInt(3) : 0; // Eventually consistent.
    int at = history.size() - 1 - age;
    return at < 0 ? NONE : history.get(at).revision;
  }

  @Override
  public Map<UserDay, Read> readTogether(Collection<UserDay> days) {
    Map<UserDay, Long> revisions = new HashMap<>();
    days.forEach(day -> revisions.put(day, revision(day)));
    Map<UserDay, Read> read = new HashMap<>();
    revisions.forEach((day, revision) -> read.put(day, new Read(revision, entries(day))));
    return read;
  }

  @Override
  public List<DayEntry> entries(UserDay day) {
    step();
    return read(day);
  }

  final List<DayEntry> read(UserDay day) {
    return expenses.getOrDefault(day.userId(), Map.of()).values().stream()
        .filter(stored -> stored.date.equals(day.day()))
        .map(Stored::entry)
        .toList();
  }

  @Override
  public OptionalLong put(UserDay day, long revision, DayTotals counted, Instant countedAt) {
    step();
    if (fails(0.5)) {
      late.add(new Late(day, revision, counted)); // Given up, and applied some time later.
      throw new IllegalStateException("timed out");
    }
    OptionalLong conflict = apply(day, revision, counted);
    if (fails(0.5)) {
      throw new IllegalStateException("the answer was lost");
    }
    return conflict;
  }

  /** Each by itself, at its own time; an answer that is lost is that of all. */
  @Override
  public Together putTogether(Collection<Next> days, Instant countedAt) {
    Set<UserDay> written = new HashSet<>();
    int conflicts = 0;
    for (Next next : days) {
      step();
      if (fails(0.5)) {
        late.add(new Late(next.day(), next.revision(), next.totals()));
      } else if (apply(next.day(), next.revision(), next.totals()).isEmpty()) {
        written.add(next.day());
      } else {
        conflicts++;
      }
    }
    if (fails(0.5)) {
      throw new IllegalStateException("the answer was lost");
    }
    return new Together(written, conflicts);
  }

  /** What the day's totals are; those of an empty day if it was never counted. */
  DayTotals totals(UserDay day) {
    return current(day).map(Counted::totals).orElse(DayTotals.of(List.of()));
  }

  boolean wasCounted(UserDay day) {
    return current(day).isPresent();
  }

  boolean allows(long revision, long current) {
    return revision == current;
  }

  /** Is told of each write of a day's totals. */
  void written(UserDay day, DayTotals before, DayTotals after) {}

  private OptionalLong apply(UserDay day, long revision, DayTotals counted) {
    long current = current(day).map(Counted::revision).orElse(NONE);
    if (!allows(revision, current)) {
      return OptionalLong.of(current);
    }
    DayTotals before = totals(day);
    totals
        .computeIfAbsent(day, absent -> new ArrayList<>())
        .add(new Counted(revision + 1, counted));
    written(day, before, counted);
    return OptionalLong.empty();
  }

  private Optional<Counted> current(UserDay day) {
    List<Counted> history = totals.getOrDefault(day, List.of());
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  void applyLate() {
    while (!late.isEmpty()) {
      Late write = late.remove(random.nextInt(late.size()));
      apply(write.day, write.revision, write.totals);
    }
  }

  private void step() {
    steps.step();
    if (!late.isEmpty() && random.nextInt(50) == 0) {
      Late write = late.remove(random.nextInt(late.size()));
      apply(write.day, write.revision, write.totals);
    }
    if (fails(1)) {
      throw new IllegalStateException("throttled");
    }
  }

  private boolean fails(double share) {
    return !calm && random.nextDouble() < faults * share;
  }
}
