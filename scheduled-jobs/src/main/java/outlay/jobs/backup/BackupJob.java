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

  /** {@code {"full": true}} sends everything. */
  @Override
  public Map<String, String> parameters(Request request) {
    Request.Reader reader = request.reader();
    boolean full = reader.flag("full");
    reader.check();
    return request
        .lastCompletedAt()
        .filter(last -> !full)
        .map(last -> Map.of("since", last.minus(OVERLAP).toString()))
        .orElse(Map.of());
  }

  @Override
  public Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline) {
    if (cursor.isEmpty()) {
      table.prepare();
    }
    Optional<Instant> since =
        Optional.ofNullable(run.parameters().get("since")).map(Instant::parse);
    Instant deletedSince = deletedSince(run);
    Counts counts = Counts.NONE;
    Optional<String> at = cursor;
    do {
      SourceScan.Page page = source.page(segment, run.segments(), at);
      counts = counts.plus(copy(page, since, deletedSince));
      at = page.next();
    } while (at.isPresent() && !deadline.near());
    return at.isPresent() ? new Progress.More(at.get(), counts) : new Progress.Done(counts, "");
  }

  private Counts copy(SourceScan.Page page, Optional<Instant> since, Instant deletedSince) {
    List<Expense> changed = new ArrayList<>();
    Tally tally = Tally.NONE;
    long unreadable = 0;
    for (Supplier<Expense> item : page.expenses()) {
      try {
        Expense expense = item.get();
        if (since.isEmpty() || !expense.updatedAt().isBefore(since.get())) {
          changed.add(expense);
        }
        if (isCompared(expense, deletedSince)) {
          tally = tally.plus(Tally.of(expense));
        }
      } catch (CorruptItem corrupt) {
        LOG.atError().setCause(corrupt).log("unreadable_expense");
        unreadable++;
      }
    }
    table.upsert(changed);
    return Counts.of(
        Map.of(
            "expenses",
            tally.expenses(),
            "checksums",
            tally.checksums(),
            "sent",
            (long) changed.size(),
            "unreadable",
            unreadable));
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
    for (int bucket = 0; bucket < BackupTable.BUCKETS; bucket++) {
      copied = copied.plus(table.tally(bucket, deletedSince(run)));
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
}
