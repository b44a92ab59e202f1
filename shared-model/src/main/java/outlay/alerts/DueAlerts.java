package outlay.alerts;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Budgets;
import outlay.model.Money;
import outlay.model.MonthSpending;
import outlay.model.Notice;
import outlay.store.CorruptItem;

/**
 * Says which alerts a user is due: compares what was spent with the user's budgets. It compares
 * state, not crossings: two changes that were counted at once could each miss the crossing of a
 * level; neither can miss that it is reached. Reads only; {@link AlertRaiser} tells.
 */
public final class DueAlerts {
  private final SpendingState state;
  private final Budgets.Defaults defaults;

  /**
   * @param defaults what holds where a user set nothing
   */
  public DueAlerts(SpendingState state, Budgets.Defaults defaults) {
    this.state = state;
    this.defaults = defaults;
  }

  /** The same, with what it needs of these users and months read now: for who compares many. */
  public DueAlerts ahead(Map<String, Set<YearMonth>> monthsOfUsers) {
    return new DueAlerts(state.ahead(monthsOfUsers), defaults);
  }

  /** Compares with the budgets that the user has now, which are read at once. */
  public OfUser of(String userId) {
    SpendingState.OwnBudgets own = state.budgets(userId);
    return new OfUser(userId, new Budgets(own.readable(), defaults), own.unreadable());
  }

  /** One user's comparison. */
  public final class OfUser {
    private final String userId;
    private final Budgets budgets;
    private final List<CorruptItem> unreadable;

    private OfUser(String userId, Budgets budgets, List<CorruptItem> unreadable) {
      this.userId = userId;
      this.budgets = budgets;
      this.unreadable = unreadable;
    }

    /**
     * What is wrong with budgets that cannot be read. They count as not set: the defaults hold
     * until they are mended, since too many alerts are better than none.
     */
    public List<CorruptItem> unreadable() {
      return unreadable;
    }

    /**
     * The levels that the month's spending reaches and that were not told.
     *
     * @param growths what changed, as far as it is known; of all that grew against a budget, what
     *     grew most is named as what led there
     * @throws CorruptItem if a day of the month, or an alert, cannot be read
     * @throws ArithmeticException if the month's sum does not fit a {@code long}
     */
    public List<Notice> reached(YearMonth month, List<Growth> growths) {
      List<Alert.BudgetReached> reached =
          budgets.reachedBy(state.spending(userId, month), userId, month);
      if (reached.isEmpty()) {
        return List.of();
      }
      Set<String> sent = state.sentAlerts(userId, month);
      return reached.stream()
          .filter(alert -> !sent.contains(alert.id()))
          .map(alert -> new Notice(alert, trigger(alert.budget(), growths)))
          .toList();
    }

    /** Whether so much spending in the month reaches any level, told or not. Reads nothing. */
    public boolean reaches(YearMonth month, MonthSpending spent) {
      return !budgets.reachedBy(spent, userId, month).isEmpty();
    }

    /**
     * What is to be told of an expense that counts, if it is a large one. The log of alerts knows
     * whether it was told already.
     */
    public Optional<Notice> large(String expenseId, LocalDate date, String category, Money money) {
      Money threshold = budgets.largeExpense(money.currency());
      return money.minorUnits() < threshold.minorUnits()
          ? Optional.empty()
          : Optional.of(
              new Notice(
                  new Alert.LargeExpense(userId, expenseId, date, category, money, threshold),
                  Optional.empty()));
    }

    /**
     * Those that were not told, by one query over the range of their ids: for whoever asks about
     * many that were told long ago, and would pay a refused write for each.
     *
     * @throws CorruptItem if an alert in that range cannot be read
     */
    public List<Notice> untold(Collection<Notice> notices) {
      if (notices.isEmpty()) {
        return List.of();
      }
      Set<String> sent =
          state.sentAlerts(
              userId,
              ids(notices).min(Comparator.naturalOrder()).orElseThrow(),
              ids(notices).max(Comparator.naturalOrder()).orElseThrow());
      return notices.stream().filter(notice -> !sent.contains(notice.alert().id())).toList();
    }

    private static Stream<String> ids(Collection<Notice> notices) {
      return notices.stream().map(notice -> notice.alert().id());
    }

    private static Optional<Notice.Trigger> trigger(Budget budget, List<Growth> growths) {
      return growths.stream()
          .filter(growth -> growth.currency().equals(budget.currency()))
          .filter(growth -> budget.category().map(growth.category()::equals).orElse(true))
          .max(Comparator.comparingLong(Growth::minorUnits))
          .map(growth -> new Notice.Trigger(growth.date(), growth.category()));
    }
  }
}
