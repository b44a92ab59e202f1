package outlay.bench.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import outlay.bench.Bodies;
import outlay.bench.Row;

/**
 * Posts expenses at fixed times, whatever the answers do, and none twice. A request's time begins
 * when it should have been sent, so that waiting behind slow answers is not left out.
 */
final class OpenLoop {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);
  private static final Pattern ID = Pattern.compile("\"expenseId\":\"([^\"]+)\"");
  private static final double NANOS_PER_SECOND = 1e9;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST_ANSWER)
          .build();
  private final URI api;
  private final Map<String, String> tokens;

  /**
   * @param tokens by user
   */
  OpenLoop(URI api, Map<String, String> tokens) {
    this.api = api;
    this.tokens = Map.copyOf(tokens);
  }

  /**
   * A request that was sent.
   *
   * @param status 0 if it was not answered
   * @param expenseId empty if it was not accepted
   * @param took from when it should have been sent, to the end of its answer
   */
  record Sent(Row row, int status, String expenseId, Duration took) {
    boolean isAccepted() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends so many a second.
   *
   * @return once the last is answered
   */
  List<Sent> send(double perSecond, Duration duration, IntFunction<Row> rows)
      throws IOException, InterruptedException {
    int count = (int) (perSecond * duration.toSeconds());
    long start = System.nanoTime();
    List<CompletableFuture<Sent>> sending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long intended = start + (long) (i / perSecond * NANOS_PER_SECOND);
      long early = intended - System.nanoTime();
      while (early > 0) {
        LockSupport.parkNanos(early);
        early = intended - System.nanoTime();
      }
      sending.add(send(rows.apply(i), intended));
    }
    List<Sent> sent = new ArrayList<>();
    for (CompletableFuture<Sent> each : sending) {
      sent.add(got(each));
    }
    return sent;
  }

  /** Sends as fast as so many clients are answered: what there is room for. */
  List<Sent> closed(int clients, Duration duration, IntFunction<Row> rows)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long end = System.nanoTime() + duration.toNanos();
    try {
      List<Future<List<Sent>>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        all.add(threads.submit(oneAfterTheOther(client, clients, end, rows)));
      }
      List<Sent> sent = new ArrayList<>();
      for (Future<List<Sent>> each : all) {
        sent.addAll(got(each));
      }
      return sent;
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<List<Sent>> oneAfterTheOther(
      int first, int step, long end, IntFunction<Row> rows) {
    return () -> {
      List<Sent> sent = new ArrayList<>();
      for (int i = first; System.nanoTime() < end; i += step) {
        sent.add(got(send(rows.apply(i), System.nanoTime())));
      }
      return sent;
    };
  }

  private static <T> T got(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new IOException("A request could not be sent", failed.getCause());
    }
  }

  private CompletableFuture<Sent> send(Row row, long intended) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/expenses"))
            .timeout(LONGEST_ANSWER)
            .header("Authorization", "Bearer " + tokens.get(row.userId()))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", Bodies.key(row))
            .POST(BodyPublishers.ofString(Bodies.one(row)))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .handle((answer, failed) -> sent(row, answer, failed, intended))
        .orTimeout(2 * LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
  }

  private static Sent sent(
      Row row, @Nullable HttpResponse<String> answer, @Nullable Throwable failed, long intended) {
    Duration took = Duration.ofNanos(System.nanoTime() - intended);
    if (answer == null) {
      return new Sent(row, 0, String.valueOf(failed), took);
    }
    Matcher id = ID.matcher(answer.body());
    boolean isAccepted = answer.statusCode() / 100 == 2 && id.find();
    return new Sent(row, answer.statusCode(), isAccepted ? id.group(1) : "", took);
  }
}
