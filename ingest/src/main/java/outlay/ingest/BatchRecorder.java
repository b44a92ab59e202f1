package outlay.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import outlay.edge.ExpenseJson;
import outlay.edge.Problem;
import outlay.model.Expense;
import outlay.model.Refusal;

/** Records the items of a batch side by side; one that is refused stops no other. */
final class BatchRecorder {
  private static final int THREADS = 16;

  /** What came of one item. */
  sealed interface Result {
    /** The item's expense is stored. */
    record Stored(Expense expense, boolean isNew) implements Result {}

    /** The item was refused, and nothing of it was written. */
    record Refused(Refusal refusal) implements Result {}
  }

  private BatchRecorder() {}

  /**
   * Records all items and waits for the last one: nothing goes on after an answer.
   *
   * @param scope items with the same one, unless it is empty, are recorded in order
   * @return a result for each item, in their order
   * @throws RuntimeException what {@code recording} throws that is no refusal; other items may have
   *     been recorded
   */
  static <T> List<Result> recordAll(
      List<T> items, Function<T, String> scope, Function<T, ExpenseStore.Recorded> recording) {
    List<Result> results = new ArrayList<>(java.util.Collections.nCopies(items.size(), null));
    List<Callable<Void>> tasks = new ArrayList<>();
    for (List<Integer> group : groups(items, scope)) {
      tasks.add(
          () -> {
            for (int index : group) {
              results.set(index, recordOne(items.get(index), recording));
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, tasks.size()));
    try {
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while recording a batch", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("an item of a batch failed", failed.getCause());
    } finally {
      threads.shutdown();
    }
    return results;
  }

  private static <T> List<List<Integer>> groups(List<T> items, Function<T, String> scope) {
    List<List<Integer>> groups = new ArrayList<>();
    Map<String, List<Integer>> byScope = new LinkedHashMap<>();
    for (int index = 0; index < items.size(); index++) {
      String name = scope.apply(items.get(index));
      List<Integer> group = name.isEmpty() ? null : byScope.get(name);
      if (group == null) {
        group = new ArrayList<>();
        groups.add(group);
        if (!name.isEmpty()) {
          byScope.put(name, group);
        }
      }
      group.add(index);
    }
    return groups;
  }

  private static <T> Result recordOne(T item, Function<T, ExpenseStore.Recorded> recording) {
    try {
      ExpenseStore.Recorded recorded = recording.apply(item);
      return new Result.Stored(recorded.stored(), recorded.isNew());
    } catch (Refusal refusal) {
      return new Result.Refused(refusal);
    }
  }

  /** Writes {@code results}: a status for each, with the expense or the problem. */
  static void writeMembers(JsonGenerator json, List<Result> results) throws IOException {
    json.writeArrayFieldStart("results");
    for (Result result : results) {
      json.writeStartObject();
      if (result instanceof Result.Stored stored) {
        json.writeNumberField("status", stored.isNew() ? 201 : 200);
        json.writeObjectFieldStart("expense");
        ExpenseJson.writeMembers(json, stored.expense());
        json.writeEndObject();
      } else if (result instanceof Result.Refused refused) {
        json.writeNumberField("status", refused.refusal().reason().status());
        json.writeObjectFieldStart("problem");
        Problem.writeMembers(json, refused.refusal());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
