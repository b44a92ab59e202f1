package outlay.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import outlay.bench.Answer;
import outlay.bench.Bodies;
import outlay.bench.Client;
import outlay.bench.Row;

/**
 * Posts sets, several connections at once, in the order of the files: so rows of a user's day,
 * which stand together, meet.
 *
 * @param connections how many requests are under way at once
 * @param batch how many rows go into one request; 1 posts each alone
 */
public record Poster(Client client, int connections, int batch) {

  /**
   * Rows that were posted together, and what came of each, in order. Of the answer no more is kept.
   */
  private record Part(List<Row> rows, List<Verdict> verdicts, Duration took, int attempts) {
    Part(List<Row> rows, List<Verdict> verdicts, Answer answer) {
      this(rows, verdicts, answer.took(), answer.attempts());
    }
  }

  /**
   * Posts every row of a set, good and bad.
   *
   * @param tokens one for each of the set's users
   * @param progress told of each answer how many rows it was for
   */
  public Posted post(DataSet set, Map<String, String> tokens, IntConsumer progress)
      throws InterruptedException {
    List<Callable<Part>> requests = new ArrayList<>();
    for (List<Row> rows : batches(set.rows())) {
      requests.add(() -> batch == 1 ? postOne(rows.get(0), tokens) : postBatch(rows, tokens));
    }
    set.refused().forEach(refused -> requests.add(() -> postRefused(refused, tokens)));
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    try {
      long start = System.nanoTime();
      List<Future<Part>> parts = new ArrayList<>();
      requests.forEach(
          request ->
              parts.add(
                  threads.submit(
                      () -> {
                        Part part = request.call();
                        progress.accept(part.rows().size());
                        return part;
                      })));
      List<Part> done = new ArrayList<>();
      for (Future<Part> part : parts) {
        done.add(part.get());
      }
      return summary(done, Duration.ofNanos(System.nanoTime() - start));
    } catch (ExecutionException failed) {
      throw new IllegalStateException("Posting " + set.name() + " was given up", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Rows of one user each, as many as go into a request. */
  private List<List<Row>> batches(List<Row> rows) {
    List<List<Row>> batches = new ArrayList<>();
    List<Row> current = new ArrayList<>();
    for (Row row : rows) {
      boolean fits =
          current.size() < batch
              && (current.isEmpty() || current.get(0).userId().equals(row.userId()));
      if (!fits) {
        batches.add(current);
        current = new ArrayList<>();
      }
      current.add(row);
    }
    if (!current.isEmpty()) {
      batches.add(current);
    }
    return batches;
  }

  private Part postOne(Row row, Map<String, String> tokens) throws InterruptedException {
    Answer answer =
        client.post(
            "/expenses",
            token(row, tokens),
            Map.of("Idempotency-Key", Bodies.key(row)),
            Bodies.one(row));
    return new Part(List.of(row), List.of(Verdict.onAccepted(row, answer)), answer);
  }

  private Part postBatch(List<Row> rows, Map<String, String> tokens) throws InterruptedException {
    Answer answer =
        client.post("/expenses/batch", token(rows.get(0), tokens), Map.of(), Bodies.batch(rows));
    JsonNode results = answer.body().path("results");
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      verdicts.add(
          results.has(i)
              ? Verdict.onBatched(rows.get(i), results.path(i))
              : new Verdict.Wrong(
                  "API: row %d of %s: no result of it in a batch answered %d"
                      .formatted(rows.get(i).number(), rows.get(i).set(), answer.status())));
    }
    return new Part(rows, verdicts, answer);
  }

  private Part postRefused(RefusedRow refused, Map<String, String> tokens)
      throws InterruptedException {
    Row row = refused.row();
    Answer answer =
        client.post(
            "/expenses",
            token(row, tokens),
            Map.of("Idempotency-Key", row.set() + "-refused-" + row.number()),
            Bodies.one(row));
    return new Part(List.of(row), List.of(Verdict.onRefused(refused, answer)), answer);
  }

  private static String token(Row row, Map<String, String> tokens) {
    String token = tokens.get(row.userId());
    if (token == null) {
      throw new IllegalArgumentException("no token of " + row.userId());
    }
    return token;
  }

  private static Posted summary(List<Part> parts, Duration took) {
    Map<Row, String> expenseIds = new HashMap<>();
    List<String> differences = new ArrayList<>();
    int refused = 0;
    int replayed = 0;
    for (Part part : parts) {
      for (int i = 0; i < part.rows().size(); i++) {
        Verdict verdict = part.verdicts().get(i);
        if (verdict instanceof Verdict.Accepted accepted) {
          expenseIds.put(part.rows().get(i), accepted.expenseId());
          replayed += accepted.replayed() ? 1 : 0;
        } else if (verdict instanceof Verdict.Refused) {
          refused++;
        } else if (verdict instanceof Verdict.Wrong wrong) {
          differences.add(wrong.difference());
        }
      }
    }
    return new Posted(
        expenseIds,
        refused,
        replayed,
        parts.stream().mapToLong(part -> part.attempts() - 1L).sum(),
        parts.stream().map(Part::took).toList(),
        took,
        differences);
  }
}
