package outlay.bench.replay;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import outlay.bench.AlertKey;
import outlay.bench.Cell;
import outlay.bench.Differences;
import outlay.bench.Row;
import outlay.bench.Slot;

/**
 * What Outlay made of the rows.
 *
 * @param alerts the items of the alerts table, and the state of each
 * @param mails how often each alert was told of in the inbox
 */
public record Outcome(
    Map<Slot, Cell> totals, Map<AlertKey, String> alerts, Map<AlertKey, Integer> mails) {
  public static final String SENT = "sent";

  public Outcome {
    totals = Map.copyOf(totals);
    alerts = Map.copyOf(alerts);
    mails = Map.copyOf(mails);
  }

  /** What it should be: each alert sent, and told of once. */
  static Outcome expected(Map<Row, String> expenseIds) {
    Set<AlertKey> alerts = Expectation.alerts(expenseIds);
    return new Outcome(
        Expectation.cells(expenseIds.keySet()),
        alerts.stream().collect(Collectors.toMap(alert -> alert, alert -> SENT)),
        alerts.stream().collect(Collectors.toMap(alert -> alert, alert -> 1)));
  }

  /** The same, with alerts that were told of more than once counted as once. */
  Outcome withoutDuplicates() {
    return new Outcome(
        totals,
        alerts,
        mails.keySet().stream().collect(Collectors.toMap(alert -> alert, alert -> 1)));
  }

  /** What concerns these users only. */
  Outcome of(Set<String> users) {
    return new Outcome(
        totals.entrySet().stream()
            .filter(entry -> users.contains(entry.getKey().userId()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        ofUsers(alerts, users),
        ofUsers(mails, users));
  }

  /** How many mails told of an alert that another had told of before. */
  int duplicates() {
    return mails.values().stream().mapToInt(count -> count - 1).sum();
  }

  /** How many totals, alerts, and mails are as expected. */
  long right(Outcome expected) {
    return Differences.right(expected.totals, totals)
        + Differences.right(expected.alerts, alerts)
        + expected.mails.keySet().stream().filter(mails::containsKey).count();
  }

  /** How many totals, alerts, and mails there should be, where this is what is expected. */
  long size() {
    return (long) totals.size() + alerts.size() + mails.size();
  }

  private static <V> Map<AlertKey, V> ofUsers(Map<AlertKey, V> alerts, Set<String> users) {
    return alerts.entrySet().stream()
        .filter(entry -> users.contains(entry.getKey().userId()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
