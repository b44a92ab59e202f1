package outlay.streams;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import outlay.alerts.AlertRaiser;
import outlay.alerts.DueAlerts;
import outlay.alerts.Growth;
import outlay.model.Notice;
import outlay.store.CorruptItem;

/**
 * Raises what is due to the users that changes name: {@link DueAlerts} says what that is. A budget
 * that cannot be read is reported.
 */
final class RaiseAlerts implements Reaction<User, AlertHint> {
  private final AlertHints hints;
  private final DueAlerts alerts;
  private final AlertRaiser raiser;
  private final Map<User, DueAlerts> ahead = new ConcurrentHashMap<>();
  private final AtomicLong told = new AtomicLong();

  RaiseAlerts(AlertHints hints, DueAlerts alerts, AlertRaiser raiser) {
    this.hints = hints;
    this.alerts = alerts;
    this.raiser = raiser;
  }

  @Override
  public Map<User, AlertHint> read(DynamoChange change) {
    User user = new User(change.userId());
    return hints.read(change).map(hint -> Map.of(user, hint)).orElse(Map.of());
  }

  /** Reads what they need: what is due, and said, is each user's own. */
  @Override
  public void reactTogether(Map<User, List<AlertHint>> users) {
    Map<String, Set<YearMonth>> months = new HashMap<>();
    users.forEach((user, changes) -> months.put(user.userId(), growthsByMonth(changes).keySet()));
    DueAlerts alertsOfThese = alerts.ahead(months);
    users.keySet().forEach(user -> ahead.put(user, alertsOfThese));
  }

  @Override
  public void react(User user, List<AlertHint> changes, Attempt attempt) {
    DueAlerts.OfUser compared = ahead.getOrDefault(user, alerts).of(user.userId());
    compared.unreadable().forEach(attempt::poison);
    List<Notice> due = new ArrayList<>(large(changes, compared));
    growthsByMonth(changes)
        .forEach(
            (month, growths) -> {
              try {
                due.addAll(compared.reached(month, growths));
              } catch (CorruptItem | ArithmeticException corrupt) {
                attempt.poison(corrupt); // The user's other months can be compared.
              }
            });
    AlertRaiser.Raised raised = raiser.raise(user.userId(), due, attempt::millisLeft);
    told.addAndGet(raised.told());
    if (raised.theirs() > 0) {
      // Delivered again until it is seen that they were told: whoever tells them may die.
      throw new IllegalStateException(raised.theirs() + " alerts are another's to send right now");
    }
  }

  @Override
  public List<BatchReport.Measure> measures() {
    return List.of(BatchReport.Measure.count("AlertsTold", told.get()));
  }

  /** The log tells which of them were raised already: asking it first would cost as much. */
  private static List<Notice> large(List<AlertHint> changes, DueAlerts.OfUser compared) {
    Map<String, Notice> notices = new LinkedHashMap<>();
    for (AlertHint hint : changes) {
      if (hint instanceof AlertHint.Expense expense) {
        compared
            .large(expense.expenseId(), expense.date(), expense.category(), expense.money())
            .ifPresent(notice -> notices.put(expense.expenseId(), notice));
      }
    }
    return List.copyOf(notices.values());
  }

  private static Map<YearMonth, List<Growth>> growthsByMonth(List<AlertHint> changes) {
    Map<YearMonth, List<Growth>> months = new TreeMap<>();
    for (AlertHint hint : changes) {
      if (hint instanceof AlertHint.Month month) {
        months.computeIfAbsent(month.month(), absent -> new ArrayList<>()).addAll(month.growths());
      }
    }
    return months;
  }
}
