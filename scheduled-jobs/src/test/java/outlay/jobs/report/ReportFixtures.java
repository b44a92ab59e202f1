package outlay.jobs.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.jobs.digest.DayDigest;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Run;
import outlay.model.Currency;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;

/** A month, and what is needed to report it without AWS. */
final class ReportFixtures {
  static final YearMonth JANUARY = YearMonth.of(2026, 1);
  static final Instant FEBRUARY = Instant.parse("2026-02-01T01:00:00Z");

  private static final String NOON = "2026-01-22T12:00:00Z";

  static final ReportRow THALI =
      expense("ann", "e1", "2026-01-22", "Food", "120.50", "INR", "Thali");
  static final ReportRow SALARY =
      row(ExpenseType.INCOME, "ann", "e2", "2026-01-31", "Salary", "50000", "INR", "");
  static final ReportRow SNACK =
      expense("ann", "e3", "2026-01-22", "Food", "0.05", "INR", "O'Hara, \"to go\"");
  static final ReportRow TRAIN =
      expense("bob", "e4", "2026-01-01", "=1+1", "3000", "JPY", "<script>alert(1)</script>");
  static final ReportRow COFFEE =
      expense("bob", "e5", "2026-01-02", "Food", "1.250", "JOD", "line one\r\nline two");

  static final List<ReportRow> MONTH = List.of(TRAIN, SALARY, COFFEE, SNACK, THALI);

  private ReportFixtures() {}

  static ReportRow expense(
      String user,
      String id,
      String date,
      String category,
      String amount,
      String currency,
      String description) {
    return row(ExpenseType.EXPENSE, user, id, date, category, amount, currency, description);
  }

  static ReportRow row(
      ExpenseType type,
      String user,
      String id,
      String date,
      String category,
      String amount,
      String currency,
      String description) {
    Money money = Money.of(new BigDecimal(amount), Currency.of(currency));
    return new ReportRow(
        user,
        id,
        new ExpenseContent(type, LocalDate.parse(date), category, money, description),
        1,
        NOON,
        NOON);
  }

  static Run run(String id, Instant startedAt, int segments) {
    return Run.opened(id, "report", startedAt, segments, Map.of("month", JANUARY.toString()));
  }

  /** Works on all segments, with a new call for each page. */
  static Run worked(ReportJob job, Run run) {
    return worked(job, run, () -> true);
  }

  static Run worked(ReportJob job, Run run, Deadline deadline) {
    SortedMap<Integer, Run.Segment> done = new TreeMap<>();
    for (int segment = 0; segment < run.segments(); segment++) {
      done.put(segment, worked(job, run, segment, deadline));
    }
    return new Run(
        run.id(), run.job(), run.startedAt(), run.segments(), run.parameters(), done, false);
  }

  private static Run.Segment worked(ReportJob job, Run run, int segment, Deadline deadline) {
    Counts counts = Counts.NONE;
    Optional<String> cursor = Optional.empty();
    while (true) {
      Progress progress = job.work(run, segment, cursor, deadline);
      counts = counts.plus(progress.counts());
      if (progress instanceof Progress.Done done) {
        return new Run.Segment(counts, done.note());
      }
      cursor = Optional.of(((Progress.More) progress).cursor());
    }
  }

  /** A run from its first segment to its end. */
  static Outcome reported(ReportJob job, String id, Instant startedAt) {
    return job.finish(worked(job, run(id, startedAt, 3)), () -> false);
  }

  /** Rows as a scan gives them: two a page, each user in one segment. */
  static RowScan scan(List<ReportRow> rows) {
    return new RowScan() {
      @Override
      public RowScan.Page page(
          YearMonth month, int segment, int segments, Optional<String> cursor) {
        List<ReportRow> mine =
            rows.stream().filter(row -> isIn(row.userId(), segment, segments)).toList();
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(mine.size(), from + 2);
        return new RowScan.Page(mine.subList(from, to), 0, cursor(to, mine));
      }
    };
  }

  /** What counting these rows gives; scanned, one a page. */
  static MonthTotals totals(List<ReportRow> rows) {
    return new MonthTotals() {
      @Override
      public MonthTotals.Page users(
          YearMonth month, int segment, int segments, Optional<String> cursor) {
        List<CountedUser> mine = new ArrayList<>();
        rows.stream()
            .map(ReportRow::userId)
            .filter(user -> isIn(user, segment, segments))
            .distinct()
            .forEach(
                user ->
                    days(user, month)
                        .forEach(
                            (date, day) ->
                                mine.add(
                                    new CountedUser(
                                        user,
                                        day.map(
                                            totals ->
                                                DayDigest.NONE.plus(date.toString(), totals))))));
        int at = cursor.map(Integer::parseInt).orElse(0);
        return at < mine.size()
            ? new MonthTotals.Page(
                List.of(mine.get(at)),
                at + 1 < mine.size() ? Optional.of(Integer.toString(at + 1)) : Optional.empty())
            : new MonthTotals.Page(List.of(), Optional.empty());
      }

      @Override
      public Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month) {
        Map<LocalDate, List<DayEntry>> days = new HashMap<>();
        for (ReportRow row : rows) {
          if (row.userId().equals(userId)) {
            days.computeIfAbsent(row.content().date(), date -> new ArrayList<>())
                .add(row.dayEntry());
          }
        }
        Map<LocalDate, Optional<DayTotals>> totals = new TreeMap<>();
        days.forEach((date, entries) -> totals.put(date, Optional.of(DayTotals.of(entries))));
        return totals;
      }
    };
  }

  private static boolean isIn(String userId, int segment, int segments) {
    return Math.floorMod(userId.hashCode(), segments) == segment;
  }

  private static Optional<String> cursor(int next, List<ReportRow> rows) {
    return next < rows.size() ? Optional.of(Integer.toString(next)) : Optional.empty();
  }
}
