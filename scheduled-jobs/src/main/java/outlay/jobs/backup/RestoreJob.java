package outlay.jobs.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import outlay.jobs.runs.Counts;
import outlay.jobs.runs.Deadline;
import outlay.jobs.runs.Job;
import outlay.jobs.runs.Outcome;
import outlay.jobs.runs.Progress;
import outlay.jobs.runs.Request;
import outlay.jobs.runs.Run;
import outlay.model.Expense;
import outlay.store.ExpenseItem;

/**
 * Brings expenses back from SQL: those that are missing, and those of which an earlier version is
 * there. What is the same or newer is left alone, so it may be run at any time, and again. Totals
 * follow by themselves, since the writes are in the stream of {@code expenses}.
 *
 * <p>A segment has the buckets whose number divided by the number of segments leaves the segment's.
 */
final class RestoreJob implements Job {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final BackupTable table;
  private final RestoreTarget target;
  private final ExecutorService pool;
  private final Clock clock;

  /**
   * @param pool where a page's expenses are written in parallel
   */
  RestoreJob(BackupTable table, RestoreTarget target, ExecutorService pool, Clock clock) {
    this.table = table;
    this.target = target;
    this.pool = pool;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "restore";
  }

  /** {@code {"dryRun": true}} writes nothing, and says what would be written. */
  @Override
  public Map<String, String> parameters(Request request) {
    Request.Reader reader = request.reader();
    boolean dryRun = reader.flag("dryRun");
    reader.check();
    return Map.of("dryRun", Boolean.toString(dryRun));
  }

  @Override
  public Progress work(Run run, int segment, Optional<String> cursor, Deadline deadline) {
    Cursor at = cursor.map(Cursor::read).orElse(new Cursor(segment, Optional.empty()));
    Counts counts = Counts.NONE;
    while (at.bucket < BackupTable.BUCKETS) {
      List<Expense> page = table.page(at.bucket, at.after);
      counts = counts.plus(restore(page, isDryRun(run)));
      at = page.isEmpty() ? at.nextBucket(run.segments()) : at.after(page.get(page.size() - 1));
      if (deadline.near() && at.bucket < BackupTable.BUCKETS) {
        return new Progress.More(at.toJson(), counts);
      }
    }
    return new Progress.Done(counts, "");
  }

  private Counts restore(List<Expense> page, boolean dryRun) {
    Instant now = clock.instant();
    Map<String, Long> counts = new TreeMap<>();
    List<Callable<RestoreTarget.Effect>> writes = new ArrayList<>();
    for (Expense expense : page) {
      if (isExpired(expense, now)) {
        counts.merge("expired", 1L, Long::sum);
      } else {
        writes.add(() -> dryRun ? target.preview(expense) : target.restore(expense));
      }
    }
    for (RestoreTarget.Effect effect : all(writes)) {
      counts.merge(name(effect), 1L, Long::sum);
    }
    return Counts.of(counts);
  }

  /** DynamoDB would remove it again at once. */
  private static boolean isExpired(Expense expense, Instant now) {
    Instant deletedAt = expense.deletedAt();
    return deletedAt != null && deletedAt.plus(ExpenseItem.KEPT_AFTER_DELETION).isBefore(now);
  }

  private static String name(RestoreTarget.Effect effect) {
    return switch (effect) {
      case ADDED -> "added";
      case REPLACED -> "replaced";
      case KEPT -> "kept";
    };
  }

  /** Waits for all of them, so that none goes on after the answer. */
  private <T> List<T> all(List<Callable<T>> calls) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(calls)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while restoring", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("an expense was not restored", failed.getCause());
    }
  }

  @Override
  public Outcome finish(Run run, Deadline deadline) {
    Counts counts = run.counts();
    Map<String, Object> details = new TreeMap<>();
    details.put("dryRun", isDryRun(run));
    for (String name : List.of("added", "replaced", "kept", "expired")) {
      details.put(name, counts.get(name));
    }
    return Outcome.ok(details);
  }

  private static boolean isDryRun(Run run) {
    return Boolean.parseBoolean(run.parameters().get("dryRun"));
  }

  /** Which bucket is read, and what of it was. */
  private record Cursor(int bucket, Optional<BackupTable.Position> after) {
    Cursor nextBucket(int segments) {
      return new Cursor(bucket + segments, Optional.empty());
    }

    Cursor after(Expense last) {
      return new Cursor(
          bucket, Optional.of(new BackupTable.Position(last.userId(), last.expenseId())));
    }

    String toJson() {
      var json = JSON.createObjectNode().put("bucket", bucket);
      after.ifPresent(at -> json.put("userId", at.userId()).put("expenseId", at.expenseId()));
      return json.toString();
    }

    static Cursor read(String cursor) {
      try {
        JsonNode json = JSON.readTree(cursor);
        return new Cursor(
            json.path("bucket").asInt(),
            json.has("userId")
                ? Optional.of(
                    new BackupTable.Position(
                        json.path("userId").asText(), json.path("expenseId").asText()))
                : Optional.empty());
      } catch (JsonProcessingException notJson) {
        throw new UncheckedIOException(notJson);
      }
    }
  }
}
