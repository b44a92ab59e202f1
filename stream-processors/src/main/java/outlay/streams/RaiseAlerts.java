package outlay.streams;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Budgets;
import outlay.model.Money;
import outlay.model.Notice;
import outlay.store.CorruptItem;

/**
 * Compares what a user spent with the user's budgets, and raises what is reached and was not
 * raised. It compares state, not crossings: two changes that were counted at once could each miss
 * the crossing of a level; neither can miss that it is reached.
 *
 * <p>A budget that cannot be read is reported, and counts as not set: the defaults hold until it is
 * mended, since too many alerts are better than none.
 */
final class RaiseAlerts implements Reaction<User, AlertHint> {
  private final AlertHints hints;
  private final SpendingState state;
  private final Budgets.Defaults defaults;
  private final AlertRaiser raiser;
  private final AtomicLong told = new AtomicLong();

  RaiseAlerts(
      AlertHints hints, SpendingState state, Budgets.Defaults defaults, AlertRaiser raiser) {
    this.hints = hints;
    this.state = state;
    this.defaults = defaults;
    this.raiser = raiser;
  }

  @Override
  public Map<User, AlertHint> read(DynamoChange change) {
    User user = new User(change.userId());
    return hints.read(change).map(hint -> Map.of(user, hint)).orElse(Map.of());
  }

  @Override
  public void react(User user, List<AlertHint> changes, Attempt attempt) {
    SpendingState.OwnBudgets own = state.budgets(user.userId());
    own.unreadable().forEach(attempt::poison);
    Budgets budgets = new Budgets(own.readable(), defaults);
    List<Notice> due = new ArrayList<>(large(user, changes, budgets));
    growthsByMonth(changes)
        .forEach(
            (month, growths) -> {
              try {
                due.addAll(reached(user, month, growths, budgets));
              } catch (CorruptItem | ArithmeticException corrupt) {
                attempt.poison(corrupt); // The user's other months can be compared.
              }
            });
    told.addAndGet(raiser.raise(user.userId(), due, attempt::millisLeft));
  }

  @Override
  public List<BatchReport.Measure> measures() {
    return List.of(BatchReport.Measure.count("AlertsTold", told.get()));
  }

  /** The log tells which of them were raised already: asking it first would cost as much. */
  private static List<Notice> large(User user, List<AlertHint> changes, Budgets budgets) {
    Map<String, Notice> notices = new LinkedHashMap<>();
    for (AlertHint hint : changes) {
      if (hint instanceof AlertHint.Expense expense) {
        Money threshold = budgets.largeExpense(expense.money().currency());
        if (expense.money().minorUnits() >= threshold.minorUnits()) {
          notices.put(
              expense.expenseId(), new Notice(alert(user, expense, threshold), Optional.empty()));
        }
      }
    }
    return List.copyOf(notices.values());
  }

  private static Alert alert(User user, AlertHint.Expense expense, Money threshold) {
    return new Alert.LargeExpense(
        user.userId(),
        expense.expenseId(),
        expense.date(),
        expense.category(),
        expense.money(),
        threshold);
  }

  private static Map<YearMonth, List<AlertHint.Growth>> growthsByMonth(List<AlertHint> changes) {
    Map<YearMonth, List<AlertHint.Growth>> months = new TreeMap<>();
    for (AlertHint hint : changes) {
      if (hint instanceof AlertHint.Month month) {
        months.computeIfAbsent(month.month(), absent -> new ArrayList<>()).addAll(month.growths());
      }
    }
    return months;
  }

  private List<Notice> reached(
      User user, YearMonth month, List<AlertHint.Growth> growths, Budgets budgets) {
    List<Alert.BudgetReached> reached =
        budgets.reachedBy(state.spending(user.userId(), month), user.userId(), month);
    if (reached.isEmpty()) {
      return List.of();
    }
    Set<String> sent = state.sentAlerts(user.userId(), month);
    return reached.stream()
        .filter(alert -> !sent.contains(alert.id()))
        .map(alert -> new Notice(alert, trigger(alert.budget(), growths)))
        .toList();
  }

  /** Of all that grew against the budget, what grew most. */
  private static Optional<Notice.Trigger> trigger(Budget budget, List<AlertHint.Growth> growths) {
    return growths.stream()
        .filter(growth -> growth.currency().equals(budget.currency()))
        .filter(growth -> budget.category().map(growth.category()::equals).orElse(true))
        .max(Comparator.comparingLong(AlertHint.Growth::minorUnits))
        .map(growth -> new Notice.Trigger(growth.date(), growth.category()));
  }
}
