package outlay.jobs.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Job;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.PagesAhead;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Request;
import outlay.jobs.runs.Run;
import outlay.model.Expense;
import outlay.store.CorruptItem;
import outlay.store.ExpenseItem;

/**
 * Brings into SQL what changed in {@code expenses} since the last run that ended well, deletions
 * included. Expenses that are gone from {@code expenses} stay in SQL.
 *
 * <p>Every run reads all expenses, and sends only those that changed. So it knows what the copy
 * must come to, and its end compares: contents, not only counts. A run whose copy does not equal
 * its source ends badly, and the next one sends everything.
 */
final class BackupJob implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(BackupJob.class);

  /**
   * A write may take effect minutes after the moment that it bears, and clocks differ; what is sent
   * twice changes nothing.
   */
  private static final Duration OVERLAP = Duration.ofMinutes(15);

  /** DynamoDB may remove what expires during a run, so that is not compared. */
  private static final Duration LONGEST_RUN = Duration.ofDays(1);

  /** Enough for a call of the Data API to be about its rows, and little enough to be held. */
  private static final int ROWS_OF_A_WRITE = 2_000;

  /** A second's work for the database, which gives up after 45. */
  private static final long ROWS_OF_A_TALLY = 200_000;

  /** The database works on one while the next is got ready; more would wait for each other. */
  private static final int WRITES_AT_ONCE = 2;

  private static final String READS = "reads";
  private static final String EVENTUAL = "eventual";

  private final SourceScan source;
  private final BackupTable table;

  BackupJob(SourceScan source, BackupTable table) {
    this.source = source;
    this.table = table;
  }

  @Override
  public String name() {
    return "backup";
  }

  /**
   * {@code {"full": true}} sends everything. Who asks finds in the copy what was answered before. A
   * schedule reads at half the price, and leaves what was written in the very last second to the
   * next night, which looks {@link #OVERLAP} back.
   */
  @Override
  public Map<String, String> parameters(Request request) {
    Request.Reader reader = request.reader();
    boolean full = reader.flag("full");
    reader.check();
    Map<String, String> parameters = new TreeMap<>();
    request
        .lastCompletedAt()
        .filter(last -> !full)
        .ifPresent(last -> parameters.put("since", last.minus(OVERLAP).toString()));
    request.scheduledFor().ifPresent(night -> parameters.put(READS, EVENTUAL));
    return parameters;
  }

  @Override
  public Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline) {
    if (cursor.isEmpty()) {
      table.prepare();
    }
    Pass pass = new Pass(run);
    Optional<String> at;
    try (PagesAhead<SourceScan.Page> pages = pages(run, segment, cursor);
        Writes writes = new Writes(WRITES_AT_ONCE)) {
      do {
        SourceScan.Page page = pages.take();
        pass.over(page);
        if (pass.changed.size() >= ROWS_OF_A_WRITE) {
          begin(writes, pass);
        }
        at = page.next();
      } while (at.isPresent() && !deadline.near());
      begin(writes, pass);
      writes.await();
    }
    return at.isPresent()
        ? new Progress.More(at.get(), pass.counts())
        : new Progress.Done(pass.counts(), "");
  }

  private PagesAhead<SourceScan.Page> pages(Run run, int segment, Optional<String> cursor) {
    boolean consistent = !EVENTUAL.equals(run.parameters().get(READS));
    return new PagesAhead<>(
        at -> source.page(segment, run.segments(), at, consistent), SourceScan.Page::next, cursor);
  }

  private void begin(Writes writes, Pass pass) {
    List<Expense> rows = pass.changed;
    if (!rows.isEmpty()) {
      pass.changed = new ArrayList<>();
      writes.begin(() -> table.upsert(rows));
    }
  }

  /** What one call finds on its way. */
  private static final class Pass {
    private final Optional<Instant> since;
    private final Instant deletedSince;
    private List<Expense> changed = new ArrayList<>();
    private long expenses;
    private long checksums;
    private long sent;
    private long unreadable;

    Pass(Run run) {
      this.since = Optional.ofNullable(run.parameters().get("since")).map(Instant::parse);
      this.deletedSince = deletedSince(run);
    }

    void over(SourceScan.Page page) {
      for (Supplier<Expense> item : page.expenses()) {
        try {
          add(item.get());
        } catch (CorruptItem corrupt) {
          LOG.atError().setCause(corrupt).log("unreadable_expense");
          unreadable++;
        }
      }
    }

    private void add(Expense expense) {
      if (since.isEmpty() || !expense.updatedAt().isBefore(since.get())) {
        changed.add(expense);
        sent++;
      }
      if (isCompared(expense, deletedSince)) {
        Tally tally = Tally.of(expense);
        expenses = Math.addExact(expenses, tally.expenses());
        checksums = Math.addExact(checksums, tally.checksums());
      }
    }

    Counts counts() {
      return Counts.of(
          Map.of(
              "expenses",
              expenses,
              "checksums",
              checksums,
              "sent",
              sent,
              "unreadable",
              unreadable));
    }
  }

  private static boolean isCompared(Expense expense, Instant deletedSince) {
    Instant deletedAt = expense.deletedAt();
    return deletedAt == null || !deletedAt.isBefore(deletedSince);
  }

  private static Instant deletedSince(Run run) {
    return run.startedAt().plus(LONGEST_RUN).minus(ExpenseItem.KEPT_AFTER_DELETION);
  }

  @Override
  public Outcome finish(Run run, Deadline deadline) {
    Counts counts = run.counts();
    Tally expected = new Tally(counts.get("expenses"), counts.get("checksums"));
    Tally copied = Tally.NONE;
    int buckets = bucketsAtOnce(expected.expenses());
    for (int first = 0; first < BackupTable.BUCKETS; first += buckets) {
      int last = Math.min(first + buckets, BackupTable.BUCKETS) - 1;
      copied = copied.plus(table.tally(first, last, deletedSince(run)));
    }
    boolean equal = copied.equals(expected);
    Map<String, Object> details = new TreeMap<>();
    details.put("since", run.parameters().getOrDefault("since", ""));
    details.put("expenses", expected.expenses());
    details.put("rows", copied.expenses());
    details.put("sent", counts.get("sent"));
    details.put("unreadable", counts.get("unreadable"));
    details.put("verified", equal);
    return new Outcome(
        equal && counts.get("unreadable") == 0,
        details,
        Map.of(
            "BackupRows", (double) copied.expenses(), "BackupSent", (double) counts.get("sent")));
  }

  /** As many as can be compared in a call: a small table in one, a large one bucket by bucket. */
  private static int bucketsAtOnce(long expenses) {
    long some = ROWS_OF_A_TALLY * BackupTable.BUCKETS / Math.max(1, expenses);
    return (int) Math.max(1, Math.min(BackupTable.BUCKETS, some));
  }
}
