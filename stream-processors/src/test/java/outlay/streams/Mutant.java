package outlay.streams;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import outlay.alerts.AlertLog;
import outlay.alerts.Growth;
import outlay.alerts.SpendingState;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Money;
import outlay.model.Notice;
import outlay.store.Backoff;
import outlay.totals.DayStore;
import outlay.totals.UserDay;

/** The logic without one of its guards each. Whoever adds a guard adds what it is like without. */
enum Mutant implements Parts {
  /** Totals are written whatever the revision is by now. */
  NO_REVISION_CONDITION {
    @Override
    public boolean mayWrite(long revision, long current) {
      return true;
    }
  },

  /** The expenses are queried before the revision is read. */
  QUERY_BEFORE_REVISION {
    @Override
    public ToIntFunction<UserDay> counter(SimulatedDays store, DayStore days, Backoff backoff) {
      return day -> {
        for (int conflicts = 0; ; conflicts++) {
          DayTotals totals = DayTotals.of(days.entries(day));
          if (days.put(day, days.revision(day), totals, Instant.EPOCH).isEmpty()) {
            return conflicts;
          }
        }
      };
    }

    @Override
    public DayStore.Together together(DayStore days, Collection<UserDay> many) {
      return NONE_TOGETHER;
    }
  },

  /** Of many days counted together, the expenses are queried before the revisions are read. */
  MANY_QUERIED_BEFORE_THEIR_REVISIONS {
    @Override
    public DayStore.Together together(DayStore days, Collection<UserDay> many) {
      Map<UserDay, DayTotals> totals = new HashMap<>();
      many.forEach(day -> totals.put(day, DayTotals.of(days.entries(day))));
      return days.putTogether(
          totals.entrySet().stream()
              .map(
                  day ->
                      new DayStore.Next(day.getKey(), days.revision(day.getKey()), day.getValue()))
              .toList(),
          Instant.EPOCH);
    }
  },

  /** What was turned down among many days is taken for written. */
  MANY_TAKEN_FOR_WRITTEN {
    @Override
    public DayStore.Together together(DayStore days, Collection<UserDay> many) {
      super.together(days, many);
      return new DayStore.Together(Set.copyOf(many), 0);
    }
  },

  /** The expenses are queried eventually consistent. */
  EVENTUALLY_CONSISTENT_QUERY {
    @Override
    public DayStore reading(DayStore store, Random random) {
      return new Lagging(store, random);
    }
  },

  /** Totals that did not change are not written. */
  EQUAL_VALUE_SKIPPED {
    @Override
    public ToIntFunction<UserDay> counter(SimulatedDays store, DayStore days, Backoff backoff) {
      return day -> {
        long revision = days.revision(day);
        for (int conflicts = 0; ; conflicts++) {
          DayTotals totals = DayTotals.of(days.entries(day));
          if (store.totals(day).equals(totals)) {
            return conflicts;
          }
          OptionalLong now = days.put(day, revision, totals, Instant.EPOCH);
          if (now.isEmpty()) {
            return conflicts;
          }
          revision = now.getAsLong();
        }
      };
    }

    @Override
    public DayStore.Together together(DayStore days, Collection<UserDay> many) {
      return NONE_TOGETHER;
    }
  },

  /** Of a change, only the day that the expense is on now is counted. */
  ONLY_THE_NEW_DAY {
    @Override
    public DynamoChange seen(DynamoChange change) {
      return new DynamoChange(
          change.table(), change.at(), change.keys(), Optional.empty(), change.newImage());
    }
  },

  /** The lowest sequence number is that of the first text. */
  SEQUENCE_NUMBERS_AS_TEXT {
    @Override
    public Optional<String> lowest(
        Collection<String> numbers, Function<Collection<String>, Optional<String>> real) {
      return numbers.stream().min(String::compareTo);
    }
  },

  /** What failed is logged, and not reported to Lambda. */
  FAILURES_SWALLOWED {
    @Override
    public Optional<String> lowest(
        Collection<String> numbers, Function<Collection<String>, Optional<String>> real) {
      return Optional.empty();
    }
  },

  /** An alert is raised if one change leads from below a level to above it. */
  ON_CROSSINGS_INSTEAD_OF_STATE {
    @Override
    public Reaction<User, AlertHint> raising(Reaction<User, AlertHint> real, SpendingState state) {
      return new OnCrossings(real, state);
    }
  },

  /** An alert is marked as sent before it is published. */
  MARKED_BEFORE_PUBLISHED {
    @Override
    public AlertLog log(AlertLog real) {
      return new MarkingAtOnce(real);
    }
  };

  private static final DayStore.Together NONE_TOGETHER = new DayStore.Together(Set.of(), 0);

  /** Sometimes answers a query from a replica that is behind. */
  private static final class Lagging implements DayStore {
    private final DayStore store;
    private final Random random;
    private final Map<UserDay, Deque<List<DayEntry>>> seen = new HashMap<>();

    Lagging(DayStore store, Random random) {
      this.store = store;
      this.random = random;
    }

    @Override
    public long revision(UserDay day) {
      return store.revision(day);
    }

    @Override
    public List<DayEntry> entries(UserDay day) {
      Deque<List<DayEntry>> views = seen.computeIfAbsent(day, absent -> new ArrayDeque<>());
      views.addLast(store.entries(day));
      if (views.size() > 2) {
        views.removeFirst();
      }
      return random.nextInt(3) == 0 ? views.getFirst() : views.getLast();
    }

    @Override
    public OptionalLong put(UserDay day, long revision, DayTotals totals, Instant countedAt) {
      return store.put(day, revision, totals, countedAt);
    }

    @Override
    public Map<UserDay, Read> readTogether(Collection<UserDay> days) {
      Map<UserDay, Read> read = new HashMap<>();
      days.forEach(day -> read.put(day, new Read(revision(day), entries(day))));
      return read;
    }

    @Override
    public Together putTogether(Collection<Next> days, Instant countedAt) {
      return store.putTogether(days, countedAt);
    }
  }

  private record OnCrossings(Reaction<User, AlertHint> rest, SpendingState state)
      implements Reaction<User, AlertHint> {
    @Override
    public Map<User, AlertHint> read(DynamoChange change) {
      return rest.read(change);
    }

    @Override
    public void reactTogether(Map<User, List<AlertHint>> users) {
      rest.reactTogether(users);
    }

    @Override
    public void react(User user, List<AlertHint> hints, Attempt attempt) {
      List<AlertHint> crossing = hints.stream().filter(hint -> crosses(user, hint)).toList();
      if (!crossing.isEmpty()) {
        rest.react(user, crossing, attempt);
      }
    }

    private boolean crosses(User user, AlertHint hint) {
      return !(hint instanceof AlertHint.Month month)
          || month.growths().stream()
              .map(Growth::currency)
              .distinct()
              .anyMatch(currency -> crosses(user, month, currency));
    }

    private boolean crosses(User user, AlertHint.Month month, Currency currency) {
      Budget budget =
          new Budget(
              currency,
              Optional.empty(),
              Money.of(BigDecimal.valueOf(World.LIMIT), currency),
              World.LEVELS,
              Optional.empty());
      long now = state.spending(user.userId(), month.month()).against(budget).minorUnits();
      long before =
          now
              - month.growths().stream()
                  .filter(growth -> growth.currency().equals(currency))
                  .mapToLong(Growth::minorUnits)
                  .sum();
      return World.LEVELS.stream()
          .mapToLong(level -> budget.limit().minorUnits() * level / 100)
          .anyMatch(at -> before < at && at <= now);
    }

    @Override
    public List<BatchReport.Measure> measures() {
      return rest.measures();
    }
  }

  private record MarkingAtOnce(AlertLog log) implements AlertLog {
    @Override
    public Claim claim(Notice notice, Lease lease, Instant now) {
      Claim claim = log.claim(notice, lease, now);
      if (claim == Claim.OURS) {
        log.sent(notice.alert(), lease.token(), "not yet", now);
      }
      return claim;
    }

    @Override
    public void sent(Alert alert, String token, String messageId, Instant now) {}

    @Override
    public void release(Alert alert, String token) {}
  }
}
