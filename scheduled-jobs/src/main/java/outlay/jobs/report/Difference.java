package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import outlay.model.DayTotals;

/**
 * A user whose rows do not come to what was counted.
 *
 * @param days the days that differ, as {@code 2026-01-22}, in order
 */
record Difference(String userId, List<String> days) {
  Difference {
    days = List.copyOf(days);
  }

  /**
   * Compares a user's days.
   *
   * @param rows what the rows of each day come to; a day without rows may be absent
   */
  static Optional<Difference> between(
      String userId, YearMonth month, SortedMap<LocalDate, DayTotals> rows, MonthTotals totals) {
    Map<LocalDate, Optional<DayTotals>> counted = totals.days(userId, month);
    TreeSet<LocalDate> days = new TreeSet<>(rows.keySet());
    days.addAll(counted.keySet());
    List<String> differing =
        days.stream()
            .filter(
                day ->
                    !Optional.of(rows.getOrDefault(day, DayTotals.NONE))
                        .equals(counted.getOrDefault(day, Optional.of(DayTotals.NONE))))
            .map(LocalDate::toString)
            .toList();
    return differing.isEmpty() ? Optional.empty() : Optional.of(new Difference(userId, differing));
  }
}
