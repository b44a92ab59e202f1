package outlay.query;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import outlay.model.Alert;

/** What {@link DynamoAlertReader} reads, in memory. */
class InMemoryAlertReader implements AlertReader {
  private final List<Raised> raised = new ArrayList<>();

  void put(Raised alert) {
    raised.add(alert);
  }

  @Override
  public List<Raised> newest(String userId, YearMonth month, int most) {
    return raised.stream()
        .filter(each -> each.alert().userId().equals(userId))
        .filter(each -> month(each.alert()).equals(month))
        .sorted(Comparator.comparing(Raised::at).reversed())
        .limit(most)
        .toList();
  }

  private static YearMonth month(Alert alert) {
    return alert instanceof Alert.LargeExpense large
        ? YearMonth.from(large.date())
        : ((Alert.BudgetReached) alert).month();
  }
}
