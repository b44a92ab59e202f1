package outlay.jobs.report;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import outlay.jobs.digest.DayDigest;
import outlay.jobs.runs.Deadline;
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;

/**
 * Makes the files of a month in one pass over its rows. Holds the sums of one user at a time
 * (bounded by how many categories that user has), the month's {@link MonthFigures}, and what the
 * uploads hold.
 */
final class DraftWriter {
  private static final int ROWS_BETWEEN_LOOKS_AT_THE_CLOCK = 1000;

  private final MonthTotals totals;
  private final MonthFigures figures;
  private final CountedUsers counted;
  private final Deadline deadline;
  private final List<Difference> differences = new ArrayList<>();
  private long differingUsers;

  private DraftWriter(
      YearMonth month, Merge<CountedUser> counted, MonthTotals totals, Deadline deadline) {
    this.totals = totals;
    this.counted = new CountedUsers(counted);
    this.figures = new MonthFigures(month);
    this.deadline = deadline;
  }

  /**
   * Writes the files under new keys of the run's folder.
   *
   * @param counted what the rows' users, and others, were counted as
   * @param unreadable how many expenses are not among the rows since they cannot be read
   * @throws IllegalStateException if time runs out
   */
  static Draft write(
      YearMonth month,
      Merge<ReportRow> rows,
      Merge<CountedUser> counted,
      long unreadable,
      MonthTotals totals,
      ReportStore store,
      WorkFolder folder,
      Deadline deadline) {
    Map<FileName, String> staged = new EnumMap<>(FileName.class);
    for (FileName name : FileName.values()) {
      staged.put(name, folder.key(WorkFolder.unique(name.text())));
    }
    try (FileUpload expenses = upload(FileName.EXPENSES, store, staged);
        FileUpload summary = upload(FileName.SUMMARY, store, staged);
        FileUpload page = upload(FileName.PAGE, store, staged)) {
      DraftWriter writer = new DraftWriter(month, counted, totals, deadline);
      writer.pass(
          new Cursor(rows), CsvFile.expenses(expenses.writer()), CsvFile.summary(summary.writer()));
      Differences differences = new Differences(writer.differingUsers, writer.differences);
      ReportPage.write(page.writer(), writer.figures, differences, unreadable);
      MonthContent content =
          new MonthContent(
              month.toString(),
              writer.figures.rows(),
              writer.figures.users(),
              writer.figures.sums(),
              differences,
              unreadable,
              List.of(expenses.complete(), summary.complete(), page.complete()));
      return new Draft(content, staged);
    }
  }

  private static FileUpload upload(FileName name, ReportStore store, Map<FileName, String> staged) {
    return new FileUpload(name, store, java.util.Objects.requireNonNull(staged.get(name)));
  }

  private void pass(Cursor rows, CsvFile expenses, CsvFile summary) {
    for (ReportRow first = rows.peek(); first != null; first = rows.peek()) {
      String userId = first.userId();
      compareWithoutRows(Optional.of(userId));
      figures.beginUser();
      UserSums sums = new UserSums();
      SortedMap<LocalDate, DayTotals> days = new TreeMap<>();
      for (ReportRow row = first; row != null && row.userId().equals(userId); row = rows.peek()) {
        Iterator<DayEntry> entries = new DayRows(rows, row, expenses, sums);
        days.put(row.content().date(), DayTotals.of(() -> entries));
      }
      sums.writeTo(summary, userId);
      compare(userId, days);
    }
    compareWithoutRows(Optional.empty());
  }

  /** Asks for the user's days only if they do not come to what was counted. */
  private void compare(String userId, SortedMap<LocalDate, DayTotals> days) {
    DayDigest rows = DayDigest.NONE;
    for (Map.Entry<LocalDate, DayTotals> day : days.entrySet()) {
      rows = rows.plus(day.getKey().toString(), day.getValue());
    }
    Optional<DayDigest> stored = counted.take(userId);
    if (stored.isEmpty() || stored.get().sum() != rows.sum()) {
      failIfTimeIsNear();
      Difference.between(userId, figures.month(), days, totals).ifPresent(this::differs);
    }
  }

  /**
   * Compares users who have no rows.
   *
   * @param before the next user with rows; empty if there is none
   */
  private void compareWithoutRows(Optional<String> before) {
    for (Optional<String> user = counted.user();
        user.isPresent() && before.map(user.get()::compareTo).orElse(-1) < 0;
        user = counted.user()) {
      compare(user.get(), Collections.emptySortedMap());
    }
  }

  private void failIfTimeIsNear() {
    if (deadline.near()) {
      throw new IllegalStateException(
          "time ran out after " + figures.rows() + " rows: give the worker more memory");
    }
  }

  private void differs(Difference difference) {
    differingUsers++;
    if (differences.size() < Differences.MAX_LISTED) {
      differences.add(difference);
    }
  }

  /** What was counted, user by user. */
  private static final class CountedUsers {
    private final Merge<CountedUser> merge;
    private @Nullable CountedUser next;

    CountedUsers(Merge<CountedUser> merge) {
      this.merge = merge;
      this.next = merge.next();
    }

    /** The next one; empty after the last. */
    Optional<String> user() {
      return Optional.ofNullable(next).map(CountedUser::userId);
    }

    /**
     * What was counted of a user before whom none is left: nothing if it is not the next one.
     *
     * @return empty if that cannot be read
     */
    Optional<DayDigest> take(String userId) {
      CountedUser sum = new CountedUser(userId, Optional.of(DayDigest.NONE));
      for (CountedUser each = next; each != null && each.userId().equals(userId); each = next) {
        sum = sum.plus(each);
        next = merge.next();
      }
      return sum.counted();
    }
  }

  /** The merge, with its next row in view. */
  private static final class Cursor {
    private final Merge<ReportRow> rows;
    private @Nullable ReportRow next;

    Cursor(Merge<ReportRow> rows) {
      this.rows = rows;
      this.next = rows.next();
    }

    @Nullable ReportRow peek() {
      return next;
    }

    void advance() {
      next = rows.next();
    }
  }

  /**
   * The rows of one user and day, each written and summed as it passes: a day is counted without
   * being held.
   */
  private final class DayRows implements Iterator<DayEntry> {
    private final Cursor rows;
    private final ReportRow first;
    private final CsvFile expenses;
    private final UserSums sums;

    DayRows(Cursor rows, ReportRow first, CsvFile expenses, UserSums sums) {
      this.rows = rows;
      this.first = first;
      this.expenses = expenses;
      this.sums = sums;
    }

    @Override
    public boolean hasNext() {
      ReportRow row = rows.peek();
      return row != null
          && row.userId().equals(first.userId())
          && row.content().date().equals(first.content().date());
    }

    @Override
    public DayEntry next() {
      ReportRow row = rows.peek();
      if (row == null) {
        throw new java.util.NoSuchElementException();
      }
      if (figures.rows() % ROWS_BETWEEN_LOOKS_AT_THE_CLOCK == 0) {
        failIfTimeIsNear();
      }
      expenses.expense(row);
      figures.add(row);
      sums.add(row);
      rows.advance();
      return row.dayEntry();
    }
  }

  /** What one user's rows come to. */
  private static final class UserSums {
    private final SortedMap<Currency, SortedMap<String, CategoryTotals>> currencies =
        new TreeMap<>();

    void add(ReportRow row) {
      currencies
          .computeIfAbsent(row.money().currency(), currency -> new TreeMap<>())
          .merge(row.content().category(), row.totals(), CategoryTotals::plus);
    }

    void writeTo(CsvFile summary, String userId) {
      currencies.forEach(
          (currency, categories) ->
              categories.forEach(
                  (category, totals) -> summary.sum(userId, currency, category, totals)));
    }
  }
}
