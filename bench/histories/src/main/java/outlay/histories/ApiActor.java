package outlay.histories;

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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Acts a history out over Outlay's API, as a client should: what was not answered, or with 429 or
 * 5xx, is sent again, under the same idempotency key. What was answered 2xx is in its ledger.
 *
 * <p>Not for several threads at once, but several may act for different users.
 */
public final class ApiActor {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int LONGEST_PAUSE_MILLIS = 2_000;
  private static final Pattern ID = Pattern.compile("\"expenseId\":\"([^\"]+)\"");
  private static final Pattern REFUSED = Pattern.compile("\"status\":[45]\\d\\d");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final Supplier<Access> access;
  private final String name;
  private final Ledger ledger = new Ledger();
  private final Map<Ledger.Key, String> ids = new TreeMap<>();
  private final List<Change> removals = new ArrayList<>();
  private int retries;

  /**
   * Where Outlay is, and who one is there.
   *
   * @param tokens an access token for a user
   */
  public record Access(URI api, Function<String, String> tokens) {}

  /**
   * @param access asked for each attempt, since it may change under way; may wait until there is
   *     one
   * @param name of the run: part of the idempotency keys, so that two runs do not share expenses
   */
  public ApiActor(Supplier<Access> access, String name) {
    this.access = access;
    this.name = name;
  }

  /**
   * Does it, and returns once it is answered 2xx. Removals are only noted: who removes items behind
   * the API must wait until no earlier write of theirs is under way any more.
   *
   * @throws IOException if it was refused, or not answered 2xx for minutes
   */
  public void act(Change change) throws IOException, InterruptedException {
    switch (change.kind()) {
      case CREATE -> {
        String key = key(change.expense());
        HttpResponse<String> answer =
            send(change, "POST", "/expenses", Optional.of(key), json(change.contents().get(0), ""));
        String location = answer.headers().firstValue("location").orElse("");
        know(change, List.of(location.substring(location.lastIndexOf('/') + 1)));
      }
      case BATCH -> know(change, ids(send(change, "POST", "/expenses/batch", batch(change))));
      case EDIT, MOVE -> send(change, "PUT", path(change), json(change.contents().get(0), ""));
      case DELETE -> send(change, "DELETE", path(change), "");
      case RESTORE -> send(change, "POST", path(change) + "/restore", "");
      case REMOVE -> removals.add(change);
    }
    if (change.kind() != Change.Kind.REMOVE) {
      ledger.apply(change);
    }
  }

  /**
   * Sets a budget, and returns once it is answered 2xx.
   *
   * @throws IOException as in {@link #act}
   */
  public void set(Limit limit) throws IOException, InterruptedException {
    String path = "/budgets/" + limit.currency() + limit.category().map(c -> "/" + c).orElse("");
    String body = "{\"limit\": " + limit.amount().toPlainString() + "}";
    untilAnswered(
        limit.toString(), true, () -> request(limit.user(), "PUT", path, Optional.empty(), body));
    ledger.set(limit);
  }

  /**
   * Takes the removals that were noted into the ledger.
   *
   * @return the ids of the items to remove, by their keys
   */
  public Map<Ledger.Key, String> remove() {
    Map<Ledger.Key, String> gone = new TreeMap<>();
    for (Change removal : removals) {
      Ledger.Key key = new Ledger.Key(removal.user(), removal.expense());
      gone.put(key, id(key));
      ledger.apply(removal);
    }
    removals.clear();
    return gone;
  }

  /** What was acknowledged. */
  public Ledger ledger() {
    return ledger;
  }

  /** The expense's id. */
  public String id(Ledger.Key key) {
    return Optional.ofNullable(ids.get(key))
        .orElseThrow(() -> new IllegalStateException("not recorded: " + key));
  }

  /** How many requests were sent again. */
  public int retries() {
    return retries;
  }

  private String key(int expense) {
    return name + "-" + expense;
  }

  private String path(Change change) {
    return "/expenses/" + id(new Ledger.Key(change.user(), change.expense()));
  }

  private void know(Change change, List<String> found) throws IOException {
    if (found.size() != change.contents().size() || found.contains("")) {
      throw new IOException("ids %s of %s".formatted(found, change));
    }
    for (int i = 0; i < found.size(); i++) {
      ids.put(new Ledger.Key(change.user(), change.expense() + i), found.get(i));
    }
  }

  private static List<String> ids(HttpResponse<String> answer) {
    return ID.matcher(answer.body()).results().map((MatchResult id) -> id.group(1)).toList();
  }

  private String batch(Change change) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < change.contents().size(); i++) {
      String key = ", \"idempotencyKey\": \"%s\"".formatted(key(change.expense() + i));
      items.add(json(change.contents().get(i), key));
    }
    return "{\"expenses\": [" + String.join(", ", items) + "]}";
  }

  private static String json(Content content, String more) {
    return """
    {"date": "%s", "type": "%s", "category": "%s", "currency": "%s", "amount": %s%s}\
    """
        .formatted(
            content.date(),
            content.income() ? "income" : "expense",
            content.category(),
            content.currency(),
            content.amount().toPlainString(),
            more);
  }

  private HttpResponse<String> send(Change change, String method, String path, String body)
      throws IOException, InterruptedException {
    return send(change, method, path, Optional.empty(), body);
  }

  private HttpResponse<String> send(
      Change change, String method, String path, Optional<String> key, String body)
      throws IOException, InterruptedException {
    return untilAnswered(
        change.toString(),
        change.kind() != Change.Kind.BATCH,
        () -> request(change.user(), method, path, key, body));
  }

  private HttpRequest request(
      String user, String method, String path, Optional<String> key, String body) {
    Access now = access.get();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(now.api.resolve(path))
            .timeout(LONGEST_ANSWER)
            .header("authorization", "Bearer " + now.tokens.apply(user))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("content-type", "application/json");
    }
    key.ifPresent(each -> request.header("idempotency-key", each));
    return request.build();
  }

  /**
   * @param isOne whether it is answered as a whole; items of a batch can fail alone
   */
  private HttpResponse<String> untilAnswered(
      String what, boolean isOne, Supplier<HttpRequest> request)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    IOException last = new IOException("not sent");
    for (int pause = 50;
        System.nanoTime() < end;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      long asked = System.nanoTime();
      HttpRequest now = request.get();
      end += System.nanoTime() - asked; // Waiting for access is not trying.
      try {
        HttpResponse<String> answer = http.send(now, BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status / 100 == 2 && (isOne || !REFUSED.matcher(answer.body()).find())) {
          return answer;
        }
        last = new IOException("%s: %d %s".formatted(what, status, answer.body()));
        if (status / 100 == 4 && status != 429) {
          break;
        }
      } catch (IOException unanswered) {
        last = unanswered;
      }
      retries++;
      Thread.sleep(ThreadLocalRandom.current().nextInt(pause / 2, pause));
    }
    throw new IOException("never answered 2xx: " + what, last);
  }
}
