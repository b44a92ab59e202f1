package outlay.jobs.report;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.jobs.digest.DayDigest;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Run;
import outlay.model.DayEntry;
import outlay.model.DayTotals;

/**
 * Reports a month of made-up rows, which nothing holds, in a process of its own, and prints {@code
 * rows=… live=…}: the rows, and the most bytes of heap that anything was alive in. Arguments: the
 * address of S3, the bucket, and how many rows.
 */
final class LargeMonth implements RowScan, MonthTotals {
  private static final int SEGMENTS = 4;
  private static final int PAGE = 1_000;
  private static final int DAYS = 31;
  private static final long PAUSE_MS = 20; // Seldom looks would miss the peaks of a short run.

  private final int rows;

  private LargeMonth(int rows) {
    this.rows = rows;
  }

  public static void main(String[] args) throws InterruptedException {
    Heap heap = new Heap();
    Thread watch = new Thread(heap, "heap");
    watch.setDaemon(true);
    watch.start();
    Outcome outcome = report(URI.create(args[0]), args[1], Integer.parseInt(args[2]));
    heap.done = true;
    watch.join();
    System.out.println("rows=" + outcome.details().get("rows") + " live=" + heap.most);
  }

  private static Outcome report(URI s3, String bucket, int rows) {
    LargeMonth month = new LargeMonth(rows);
    ReportStore store = new S3ReportStore(S3ProxyExtension.client(s3), bucket);
    ReportJob job =
        new ReportJob(
            new ReportMonth(ZoneOffset.UTC),
            store,
            new SegmentReader(store, month, month),
            month,
            new Publisher(store, Clock.systemUTC()),
            event -> {},
            bucket);
    Run run = ReportFixtures.run("rows-" + rows, ReportFixtures.FEBRUARY, SEGMENTS);
    Run worked = ReportFixtures.worked(job, run, () -> false); // So that parts become full.
    return job.finish(worked, () -> false);
  }

  // ---------------------------------------------------------------- Rows, 31 a user

  private ReportRow row(int number) {
    return ReportFixtures.expense(
        user(number / DAYS),
        "e%09d".formatted(number),
        "2026-01-%02d".formatted(number % DAYS + 1),
        "Category " + number % 20,
        "12.50",
        "INR",
        "Something that a user wrote about it, " + number);
  }

  private static String user(int number) {
    return "user-%07d".formatted(number);
  }

  /** A segment has a run of users; their rows come backwards, so that they must be sorted. */
  @Override
  public RowScan.Page page(YearMonth month, int segment, int segments, Optional<String> cursor) {
    int users = (rows + DAYS - 1) / DAYS;
    int first = Math.min(rows, segment * users / segments * DAYS);
    int end = Math.min(rows, (segment + 1) * users / segments * DAYS);
    int to = cursor.map(Integer::parseInt).orElse(end);
    int from = Math.max(first, to - PAGE);
    List<ReportRow> page = new ArrayList<>();
    for (int number = to - 1; number >= from; number--) {
      page.add(row(number));
    }
    return new RowScan.Page(
        page, 0, from > first ? Optional.of(Integer.toString(from)) : Optional.empty());
  }

  /** All are counted right, so that every user is compared. */
  @Override
  public MonthTotals.Page users(
      YearMonth month, int segment, int segments, Optional<String> cursor) {
    int users = (rows + DAYS - 1) / DAYS;
    int end = (segment + 1) * users / segments;
    int from = cursor.map(Integer::parseInt).orElse(segment * users / segments);
    int to = Math.min(end, from + PAGE);
    List<CountedUser> page = new ArrayList<>();
    for (int number = from; number < to; number++) {
      DayDigest digest = DayDigest.NONE;
      for (Map.Entry<LocalDate, Optional<DayTotals>> day : days(user(number), month).entrySet()) {
        digest = digest.plus(day.getKey().toString(), day.getValue().orElseThrow());
      }
      page.add(new CountedUser(user(number), Optional.of(digest)));
    }
    return new MonthTotals.Page(
        page, to < end ? Optional.of(Integer.toString(to)) : Optional.empty());
  }

  @Override
  public Map<LocalDate, Optional<DayTotals>> days(String userId, YearMonth month) {
    int first = Integer.parseInt(userId.substring("user-".length())) * DAYS;
    Map<LocalDate, Optional<DayTotals>> days = new HashMap<>();
    for (int number = first; number < Math.min(rows, first + DAYS); number++) {
      DayEntry entry = row(number).dayEntry();
      days.put(month.atDay(number % DAYS + 1), Optional.of(DayTotals.of(List.of(entry))));
    }
    return days;
  }

  /** Collects all the time, and notes what each collection left. */
  private static final class Heap implements Runnable {
    private volatile boolean done;
    private long most;

    private static long alive() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .mapToLong(pool -> pool.getCollectionUsage().getUsed())
          .sum();
    }

    @Override
    public void run() {
      while (!done) {
        System.gc();
        most = Math.max(most, alive());
        try {
          Thread.sleep(PAUSE_MS);
        } catch (InterruptedException ended) {
          return;
        }
      }
    }
  }
}
