package outlay.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import outlay.bench.Backoff;
import outlay.bench.Client;
import outlay.bench.FakeServer;
import outlay.bench.Fixtures;
import outlay.bench.Row;

class PosterTest {
  private static final Map<String, String> TOKENS = Map.of("ann", "token-1", "中村", "token-2");
  private static final Map<String, String> PROBLEM =
      Map.of("Content-Type", "application/problem+json");

  @Test
  void post_busyThenBrokenThenCreated_triesAgainUnderTheSameKey() throws Exception {
    Queue<FakeServer.Reply> replies =
        new ConcurrentLinkedQueue<>(
            List.of(
                new FakeServer.Reply(503, Map.of(), ""),
                new FakeServer.Reply(429, Map.of("Retry-After", "0"), "{}"),
                new FakeServer.Reply(0, Map.of(), ""),
                new FakeServer.Reply(
                    200, Map.of("Idempotent-Replayed", "true"), "{\"expenseId\":\"id-1\"}")));
    try (FakeServer server = FakeServer.start(request -> replies.remove())) {

      Posted posted = post(server, List.of(Fixtures.LUNCH), List.of(), 1);

      assertThat(posted.differences()).isEmpty();
      assertThat(posted.expenseIds()).isEqualTo(Map.of(Fixtures.LUNCH, "id-1"));
      assertThat(posted.repeats()).isEqualTo(3);
      assertThat(posted.replayed()).isEqualTo(1);
      assertThat(server.requests())
          .hasSize(4)
          .allMatch(request -> request.key().equals("small-1"))
          .extracting(FakeServer.Request::body)
          .containsOnly(
              "{\"date\":\"2026-01-30\",\"type\":\"expense\",\"category\":\"Food\",\"amount\":\"8.50\","
                  + "\"currency\":\"USD\",\"description\":\"lunch\"}");
    }
  }

  @Test
  void post_everySecondAmount_isANumberWithItsDigits() throws Exception {
    try (FakeServer server = FakeServer.start(PosterTest::created)) {

      post(server, List.of(Fixtures.LUNCH_AGAIN), List.of(), 1);

      assertThat(server.requests().get(0).body()).contains("\"amount\":8.50,");
    }
  }

  @Test
  void post_unavailableForTooLong_isADifference() throws Exception {
    try (FakeServer server =
        FakeServer.start(request -> new FakeServer.Reply(503, Map.of(), "{}"))) {

      Posted posted = post(server, List.of(Fixtures.LUNCH), List.of(), 1);

      assertThat(posted.differences())
          .containsExactly("API: row 1 of small: expected 201, or 200 for a retry, was 503 {}");
      assertThat(posted.expenseIds()).isEmpty();
    }
  }

  @Test
  void post_replayWithoutSayingSo_isADifference() throws Exception {
    try (FakeServer server =
        FakeServer.start(
            request -> new FakeServer.Reply(200, Map.of(), "{\"expenseId\":\"id-1\"}"))) {

      assertThat(post(server, List.of(Fixtures.LUNCH), List.of(), 1).differences()).hasSize(1);
    }
  }

  @Test
  void post_refusedRow_mustNameExactlyTheWrongFields() throws Exception {
    RefusedRow both = RefusedRow.of(Fixtures.LUNCH, "date-blank|amount-zero");
    RefusedRow one = RefusedRow.of(Fixtures.LUNCH_AGAIN, "amount-zero");
    String body = "{\"errors\":[{\"field\":\"amount\"},{\"field\":\"date\"}]}";
    try (FakeServer server =
        FakeServer.start(request -> new FakeServer.Reply(400, PROBLEM, body))) {

      Posted posted = post(server, List.of(), List.of(both, one), 1);

      assertThat(posted.refused()).isEqualTo(1);
      assertThat(posted.differences())
          .singleElement()
          .asString()
          .startsWith(
              "API: refused row 2 of small: expected 400 and a problem that names [amount], was 400");
    }
  }

  @Test
  void post_batches_holdRowsOfOneUserUnderTheirOwnKeys() throws Exception {
    AtomicInteger ids = new AtomicInteger();
    try (FakeServer server = FakeServer.start(request -> batchCreated(request, ids))) {

      Posted posted =
          post(
              server,
              List.of(Fixtures.LUNCH, Fixtures.LUNCH_AGAIN, Fixtures.SALARY, Fixtures.RENT),
              List.of(),
              2);

      assertThat(posted.differences()).isEmpty();
      assertThat(posted.expenseIds()).hasSize(4);
      assertThat(server.requests())
          .hasSize(3)
          .allMatch(request -> request.target().equals("/expenses/batch"))
          .anyMatch(
              request ->
                  request.body().contains("\"idempotencyKey\":\"small-1\"")
                      && request.body().contains("\"idempotencyKey\":\"small-2\""));
    }
  }

  @Test
  void post_batchWithAnItemThatWasThrottled_isPostedAgain() throws Exception {
    Queue<String> results =
        new ConcurrentLinkedQueue<>(
            List.of(
                "{\"status\":201,\"expense\":{\"expenseId\":\"id-1\"}},{\"status\":429}",
                "{\"status\":200,\"expense\":{\"expenseId\":\"id-1\"}},"
                    + "{\"status\":201,\"expense\":{\"expenseId\":\"id-2\"}}"));
    try (FakeServer server =
        FakeServer.start(
            request ->
                new FakeServer.Reply(200, Map.of(), "{\"results\":[" + results.remove() + "]}"))) {

      Posted posted = post(server, List.of(Fixtures.LUNCH, Fixtures.LUNCH_AGAIN), List.of(), 2);

      assertThat(posted.differences()).isEmpty();
      assertThat(posted.expenseIds())
          .isEqualTo(Map.of(Fixtures.LUNCH, "id-1", Fixtures.LUNCH_AGAIN, "id-2"));
    }
  }

  private static FakeServer.Reply created(FakeServer.Request request) {
    return new FakeServer.Reply(201, Map.of(), "{\"expenseId\":\"" + request.key() + "\"}");
  }

  private static FakeServer.Reply batchCreated(FakeServer.Request request, AtomicInteger ids) {
    String result = "{\"status\":201,\"expense\":{\"expenseId\":\"id-%d\"}}";
    StringBuilder results = new StringBuilder();
    int rows = request.body().split("idempotencyKey", -1).length - 1;
    for (int i = 0; i < rows; i++) {
      results.append(i == 0 ? "" : ",").append(result.formatted(ids.incrementAndGet()));
    }
    return new FakeServer.Reply(200, Map.of(), "{\"results\":[" + results + "]}");
  }

  private static Posted post(FakeServer server, List<Row> rows, List<RefusedRow> refused, int batch)
      throws Exception {
    Backoff quick = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(300));
    return new Poster(new Client(server.uri(), quick), 3, batch)
        .post(new DataSet("small", rows, refused, Map.of()), TOKENS, done -> {});
  }
}
