package outlay.bench.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import outlay.bench.AlertKey;
import outlay.bench.Answer;
import outlay.bench.Bodies;
import outlay.bench.Client;
import outlay.bench.Inbox;
import outlay.bench.Row;
import outlay.bench.Slot;
import outlay.bench.Tables;
import outlay.bench.Times;

/**
 * Measures how long one expense takes on an idle system. A user of its own posts large expenses one
 * after the other, each in a month of its own, so that each raises one alert and no more.
 */
public record Probe(Client client, Tables tables, Inbox inbox) {
  private static final Duration POLL_EVERY = Duration.ofMillis(5);
  private static final Duration GIVING_UP_AFTER = Duration.ofSeconds(60);
  private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 15);
  private static final int NEWEST_MAILS = 5;

  /**
   * From the start of the request: to its answer, to the total in the table, and to the mail in the
   * inbox, each by a look every five milliseconds.
   */
  public record Latencies(Times posted, Times counted, Times mailed) {}

  /** Someone whom nobody has posted for. */
  public static String freshUser() {
    return "bench-probe-" + UUID.randomUUID();
  }

  /**
   * Posts so many expenses and waits for each; and one before, not measured, which wakes functions
   * that no longer run.
   *
   * @throws IllegalStateException if one is not accepted, or not counted and told of within a
   *     minute
   */
  public Latencies measure(String userId, String token, int posts, Runnable progress)
      throws IOException, InterruptedException {
    List<Duration> posted = new ArrayList<>();
    List<Duration> counted = new ArrayList<>();
    List<Duration> mailed = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i <= posts; i++) {
        Row row = row(userId, i);
        long start = System.nanoTime();
        Future<Duration> whenCounted =
            threads.submit(
                () ->
                    until(
                        start, () -> tables.totals(userId, row.date()).containsKey(Slot.of(row))));
        Answer answer =
            client.post(
                "/expenses", token, Map.of("Idempotency-Key", Bodies.key(row)), Bodies.one(row));
        if (!(Verdict.onAccepted(row, answer) instanceof Verdict.Accepted accepted)) {
          throw new IllegalStateException("A probe was answered " + answer.status());
        }
        AlertKey alert = AlertKey.ofLargeExpense(userId, accepted.expenseId());
        Future<Duration> whenMailed =
            threads.submit(() -> until(start, () -> inbox.newest(NEWEST_MAILS).contains(alert)));
        Duration countedAfter = whenCounted.get();
        Duration mailedAfter = whenMailed.get();
        if (i > 0) {
          posted.add(answer.took());
          counted.add(countedAfter);
          mailed.add(mailedAfter);
          progress.run();
        }
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("A probe was lost", failed.getCause());
    } finally {
      threads.shutdownNow();
    }
    return new Latencies(new Times(posted), new Times(counted), new Times(mailed));
  }

  private static Row row(String userId, int index) {
    return new Row(
        "probe",
        index + 1,
        userId,
        FIRST_DAY.plusMonths(index).toString(),
        "expense",
        "Probe",
        "600.00",
        "EUR",
        "How long this takes");
  }

  private static Duration until(long startNanos, Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      if (System.nanoTime() - startNanos > GIVING_UP_AFTER.toNanos()) {
        throw new IllegalStateException("A probe took over " + GIVING_UP_AFTER.toSeconds() + " s.");
      }
      Thread.sleep(POLL_EVERY.toMillis());
    }
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
