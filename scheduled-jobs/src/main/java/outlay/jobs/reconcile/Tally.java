package outlay.jobs.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import outlay.jobs.runs.Counts;

/** What one call finds. */
final class Tally {
  /** How many drifting days are named; the log names all. */
  static final int MAX_NAMED = 20;

  private final Map<String, Long> counts = new HashMap<>();
  private final List<String> drifted;

  /**
   * @param drifted the days that the segment's earlier calls named
   */
  Tally(List<String> drifted) {
    this.drifted = new ArrayList<>(drifted);
  }

  void user() {
    add("users", 1);
  }

  void day() {
    days(1);
  }

  void days(int more) {
    add("days", more);
  }

  /** A day, an alert, or a budget that someone must mend. */
  void unreadable() {
    add("unreadable", 1);
  }

  /** A day that was counted again because its changes are on their way still. */
  void pending() {
    add("recounted", 1);
    add("pending", 1);
  }

  /** A day that was counted again because a change of it was lost. */
  void drift(String userId, String date) {
    add("recounted", 1);
    add("drift", 1);
    if (drifted.size() < MAX_NAMED) {
      drifted.add(userId + " " + date);
    }
  }

  /**
   * @param theirs what another is about to tell
   */
  void alerts(int told, int theirs) {
    add("alertsRaised", told);
    add("alertsInFlight", theirs);
  }

  private void add(String name, long more) {
    counts.merge(name, more, Long::sum);
  }

  Counts counts() {
    return Counts.of(counts);
  }

  /** {@code user date}, in the order that they were found. */
  List<String> drifted() {
    return List.copyOf(drifted);
  }
}
