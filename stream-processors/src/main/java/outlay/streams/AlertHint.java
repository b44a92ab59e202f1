package outlay.streams;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import outlay.alerts.Growth;
import outlay.model.Money;

/** What a change tells of a user's alerts. */
sealed interface AlertHint {
  /** The month's spending, or a budget, may have changed: compare them. */
  record Month(YearMonth month, List<Growth> growths) implements AlertHint {
    public Month {
      growths = List.copyOf(growths);
    }
  }

  /** An expense that counts is recorded like this now. */
  record Expense(String expenseId, LocalDate date, String category, Money money)
      implements AlertHint {}
}
