package outlay.jobs.reconcile;

import static software.amazon.lambda.powertools.logging.argument.StructuredArguments.entry;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DueAlerts;
import outlay.alerts.SpendingState;
import outlay.model.Budgets;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseType;
import outlay.model.MonthSpending;
import outlay.model.Notice;
import outlay.store.CorruptItem;

/**
 * Raises the alerts that should have been raised and were not. What is due and how it is told are
 * the very classes that Alerts uses, so that what both find at the same time is told once.
 */
final class LateAlerts {
  private static final Logger LOG = LoggerFactory.getLogger(LateAlerts.class);

  /** How many large expenses are asked about at once. */
  private static final int MAX_ASKED = 400;

  /** How many are raised at once: each takes two writes, so this takes a second or two. */
  private static final int MAX_RAISED = 100;

  /** What {@link AlertRaiser#raise} may take. */
  private static final Duration TURN = Duration.ofSeconds(20);

  private final DueAlerts due;
  private final DueAlerts dueByDefault;
  private final AlertRaiser raiser;
  private final Clock clock;

  /**
   * @param defaults what holds where a user set nothing
   */
  LateAlerts(SpendingState state, Budgets.Defaults defaults, AlertRaiser raiser, Clock clock) {
    this.due = new DueAlerts(state, defaults);
    this.dueByDefault = new DueAlerts(new NoBudgets(state), defaults);
    this.raiser = raiser;
    this.clock = clock;
  }

  /**
   * A user's, to be filled on the walk over their days.
   *
   * @param months that were seen already, as {@link OfUser#months} told them
   * @param hasBudgets false if the user is known to have set none
   */
  OfUser of(String userId, List<String> months, boolean hasBudgets, Tally tally) {
    return new OfUser(userId, months, hasBudgets ? due : dueByDefault, tally);
  }

  /**
   * Tells those that were not told.
   *
   * @param notices of one user
   */
  void raise(String userId, List<Notice> notices, Tally tally) {
    for (int first = 0; first < notices.size(); first += MAX_RAISED) {
      raiseTogether(
          userId, notices.subList(first, Math.min(first + MAX_RAISED, notices.size())), tally);
    }
  }

  private void raiseTogether(String userId, List<Notice> notices, Tally tally) {
    long end = clock.millis() + TURN.toMillis();
    try {
      AlertRaiser.Raised raised = raiser.raise(userId, notices, () -> end - clock.millis());
      tally.alerts(raised.told(), raised.theirs());
    } catch (CorruptItem corrupt) {
      if (notices.size() == 1) {
        unreadable(userId, corrupt, tally);
      } else {
        // One of the alerts that are there; it must not hold up the others.
        notices.forEach(notice -> raiseTogether(userId, List.of(notice), tally));
      }
    }
  }

  private static void unreadable(String userId, RuntimeException corrupt, Tally tally) {
    LOG.error("alerts_unreadable", entry("user_id", userId), corrupt);
    tally.unreadable();
  }

  /**
   * One user's, in one call. The budgets are read when they are needed first, and a month is read
   * only if what was seen of it on the walk reaches a level, or is not known.
   */
  final class OfUser {
    private final String userId;
    private final DueAlerts due;
    private final Tally tally;
    private final NavigableMap<YearMonth, Optional<List<DayTotals>>> months = new TreeMap<>();
    private final List<Notice> large = new ArrayList<>();
    private Optional<DueAlerts.OfUser> compared = Optional.empty();

    private OfUser(String userId, List<String> months, DueAlerts due, Tally tally) {
      this.userId = userId;
      this.due = due;
      this.tally = tally;
      months.forEach(month -> this.months.put(YearMonth.parse(month), Optional.empty()));
    }

    /** Forgets what was seen: the user's days are walked over once more. */
    OfUser again() {
      months.clear();
      large.clear();
      return this;
    }

    /** The months that have days, for another call to go on with. */
    List<String> months() {
      return months.keySet().stream().map(YearMonth::toString).toList();
    }

    /**
     * A day that was looked at.
     *
     * @param totals empty if they are not what its expenses come to
     */
    void day(LocalDate date, Optional<DayTotals> totals) {
      Optional<List<DayTotals>> seen =
          months.computeIfAbsent(YearMonth.from(date), first -> Optional.of(new ArrayList<>()));
      if (totals.isEmpty()) {
        months.put(YearMonth.from(date), Optional.empty());
      } else {
        seen.ifPresent(days -> days.add(totals.get()));
      }
    }

    void expense(String expenseId, LocalDate date, DayEntry expense) {
      if (expense.deleted() || expense.type() != ExpenseType.EXPENSE) {
        return;
      }
      compared().large(expenseId, date, expense.category(), expense.money()).ifPresent(large::add);
      if (large.size() >= MAX_ASKED) {
        raiseLarge();
      }
    }

    /** Raises what is due for the large expenses seen so far. */
    void raiseLarge() {
      if (large.isEmpty()) {
        return;
      }
      raise(userId, untold(), tally);
      large.clear();
    }

    private List<Notice> untold() {
      try {
        return compared().untold(large);
      } catch (CorruptItem corrupt) {
        return large; // One of the alerts there: raising finds which.
      }
    }

    /** Raises what is due for the months, too. To be called once their days are counted right. */
    void raiseAll() {
      raiseLarge();
      List<Notice> reached = new ArrayList<>();
      months.forEach(
          (month, days) -> {
            try {
              if (days.isEmpty() || compared().reaches(month, MonthSpending.of(days.get()))) {
                reached.addAll(compared().reached(month, List.of()));
              }
            } catch (CorruptItem | ArithmeticException corrupt) {
              unreadable(userId, corrupt, tally); // The other months can be compared.
            }
          });
      raise(userId, reached, tally);
    }

    private DueAlerts.OfUser compared() {
      if (compared.isEmpty()) {
        DueAlerts.OfUser now = due.of(userId);
        now.unreadable().forEach(corrupt -> unreadable(userId, corrupt, tally));
        compared = Optional.of(now);
      }
      return compared.get();
    }
  }
}
