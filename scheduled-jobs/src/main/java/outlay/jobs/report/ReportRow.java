package outlay.jobs.report;

import java.util.Comparator;
import outlay.model.CategoryTotals;
import outlay.model.DayEntry;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.Money;

/**
 * An expense or income in a report. Ordered by user, date, and id, each by its UTF-16 code units:
 * by nothing that depends on a language.
 *
 * @param createdAt an ISO 8601 instant, as it is written into the file
 * @param updatedAt likewise
 */
record ReportRow(
    String userId,
    String expenseId,
    ExpenseContent content,
    long version,
    String createdAt,
    String updatedAt)
    implements Comparable<ReportRow> {
  private static final Comparator<ReportRow> ORDER =
      Comparator.comparing(ReportRow::userId)
          .thenComparing(row -> row.content.date())
          .thenComparing(ReportRow::expenseId);

  static ReportRow of(Expense expense) {
    return new ReportRow(
        expense.userId(),
        expense.expenseId(),
        expense.content(),
        expense.version(),
        expense.createdAt().toString(),
        expense.updatedAt().toString());
  }

  Money money() {
    return content.money();
  }

  /** What counts of it for its day. */
  DayEntry dayEntry() {
    return new DayEntry(content.type(), content.category(), money(), false);
  }

  /** What it adds to a sum in its currency. */
  CategoryTotals totals() {
    return switch (content.type()) {
      case EXPENSE -> new CategoryTotals(money().minorUnits(), 0, 1);
      case INCOME -> new CategoryTotals(0, money().minorUnits(), 1);
    };
  }

  /** How many characters of text it holds: what it takes in memory, roughly. */
  int size() {
    return userId.length() + content.category().length() + content.description().length();
  }

  @Override
  public int compareTo(ReportRow other) {
    return ORDER.compare(this, other);
  }
}
