package outlay.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests made of the contract, good and bad ones, one after the other, and judges every
 * answer: never 5xx; always as the contract says; what breaks a schema is never accepted; a token
 * that was tampered with is 401, and a cursor 400, never anything more. The same seed against a
 * fresh stack makes the same requests.
 */
public final class Fuzz {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding");
  private static final Pattern ID = Pattern.compile("\"expenseId\":\"([0-9a-f-]{36})\"");
  private static final Pattern CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
  private static final int MOST_IDS = 50;
  private static final int SHOWN = 400;

  /**
   * What came of it.
   *
   * @param answers how many of each, by route and status
   * @param faults a line each; none if all is well
   */
  public record Result(Map<String, Integer> answers, List<String> faults) {
    public Result {
      answers = new TreeMap<>(answers);
      faults = List.copyOf(faults);
    }
  }

  /** A request, and what of it the contract does not allow. */
  private static final class Attempt {
    final Operation operation;
    final StringBuilder query = new StringBuilder();
    final List<String> headers = new ArrayList<>();
    final List<String> broken = new ArrayList<>();
    String path;
    String body = "";
    boolean tampered;

    Attempt(Operation operation) {
      this.operation = operation;
      this.path = operation.path();
    }

    void query(String name, String value) {
      query.append(query.length() == 0 ? '?' : '&').append(encoded(name)).append('=');
      query.append(encoded(value));
    }

    @Override
    public String toString() {
      String text = operation.method() + " " + path + query + " " + headers + " " + body;
      return text.length() > SHOWN ? text.substring(0, SHOWN) + " …" : text;
    }
  }

  private final Contract contract;
  private final URI api;
  private final List<String> tokens;
  private final Random random;
  private final Samples samples;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<String> ids = new ArrayList<>();
  private final Map<String, Integer> answers = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  private Fuzz(Contract contract, URI api, List<String> tokens, long seed) {
    this.contract = contract;
    this.api = api;
    this.tokens = List.copyOf(tokens);
    this.random = new Random(seed);
    this.samples = new Samples(contract, random);
  }

  /**
   * Sends requests.
   *
   * @param tokens good ones, of at least two users
   * @throws IOException if the API does not answer at all
   */
  public static Result run(Contract contract, URI api, List<String> tokens, long seed, int requests)
      throws IOException, InterruptedException {
    Fuzz fuzz = new Fuzz(contract, api, tokens, seed);
    for (int number = 1; number <= requests; number++) {
      if (number % 25 == 0) {
        fuzz.tamperWithCursor(number);
      } else {
        fuzz.request(number);
      }
    }
    return new Result(fuzz.answers, fuzz.faults);
  }

  private void request(int number) throws IOException, InterruptedException {
    Operation operation = samples.oneOf(contract.operations());
    Attempt attempt = new Attempt(operation);
    for (JsonNode parameter : operation.parameters()) {
      addParameter(attempt, parameter);
    }
    if (samples.chance(4)) {
      attempt.query(samples.chance(50) ? "month" : samples.hostileText(), samples.hostileText());
    }
    addBody(attempt);
    addToken(attempt);
    Answer answer = send(attempt);
    judge(number, attempt, answer);
    Matcher id = ID.matcher(answer.body());
    if (answer.status() == 201 && id.find()) {
      ids.add(0, id.group(1));
      if (ids.size() > MOST_IDS) {
        ids.remove(MOST_IDS);
      }
    }
  }

  private void addParameter(Attempt attempt, JsonNode parameter) {
    String name = parameter.path("name").asText();
    String in = parameter.path("in").asText();
    if (!in.equals("path") && samples.chance(60)) {
      return;
    }
    boolean good = samples.chance(80);
    String value = good ? samples.value(parameter.path("schema")).asText() : samples.hostileText();
    if (good && name.equals("id") && !ids.isEmpty() && samples.chance(80)) {
      value = samples.oneOf(ids);
    }
    if (in.equals("header")) {
      value = value.replaceAll("[^ -~]", "").strip();
      if (value.isEmpty()) {
        return; // What cannot be sent.
      }
      attempt.headers.addAll(List.of(name, value));
    } else if (in.equals("query")) {
      attempt.query(name, value);
      if (samples.chance(3)) {
        attempt.query(name, value);
        attempt.broken.add(name + " twice");
      }
    } else {
      attempt.path = attempt.path.replace("{" + name + "}", encoded(value));
    }
    if (!contract.check(parameter.path("schema"), typed(parameter, value)).isEmpty()) {
      attempt.broken.add(name);
    }
  }

  private static JsonNode typed(JsonNode parameter, String value) {
    boolean number = parameter.path("schema").path("type").asText().equals("integer");
    return number && value.matches("-?[0-9]{1,9}")
        ? IntNode.valueOf(Integer.parseInt(value))
        : TextNode.valueOf(value);
  }

  private void addBody(Attempt attempt) {
    JsonNode schema =
        attempt.operation.body().path("content").path("application/json").path("schema");
    String type = "application/json";
    if (schema.isMissingNode()) {
      if (samples.chance(5)) {
        attempt.body = samples.hostileText();
      }
    } else if (samples.chance(90)) {
      JsonNode value = samples.value(schema);
      if (value instanceof ObjectNode object && samples.chance(30)) {
        value = samples.spoilt(object);
      }
      // One bad item of a batch stops no other.
      boolean batch = attempt.path.endsWith("/batch");
      if (!batch && !contract.check(schema, value).isEmpty()) {
        attempt.broken.add("body");
      }
      attempt.body = value.toString();
      if (samples.chance(8)) {
        // Accepted or not: the amount must be looked at before it is computed with.
        String numbered =
            attempt.body.replaceFirst(
                "\"(amount|limit)\":[^,}]+", "\"$1\":" + samples.hostileNumber());
        if (!numbered.equals(attempt.body)) {
          attempt.body = numbered;
          attempt.broken.remove("body"); // It may have mended what was broken.
        }
      }
    } else if (samples.chance(70)) {
      attempt.body =
          samples.oneOf(
              List.of(
                  "[]",
                  "null",
                  "{",
                  "{}{}",
                  "[".repeat(2000),
                  "{\"amount\":" + "9".repeat(2000) + "}",
                  "\"" + "x".repeat(40_000) + "\"",
                  "\u0000"));
    } else {
      type =
          samples.oneOf(
              List.of("text/plain", "application/xml", "application/json; charset=utf-16"));
      attempt.body = "{}";
      attempt.broken.add("content type");
    }
    if (!attempt.body.isEmpty()) {
      attempt.headers.addAll(List.of("content-type", type));
    }
  }

  private void addToken(Attempt attempt) {
    String token = samples.oneOf(tokens);
    if (samples.chance(10)) {
      attempt.tampered = !attempt.operation.scopes().isEmpty();
      String good = token;
      token = tampered(token);
      if (!token.isEmpty() && samples.chance(10)) {
        attempt.headers.addAll(List.of("authorization", "Bearer " + good));
      }
    }
    if (!token.isEmpty()) {
      attempt.headers.addAll(List.of("authorization", "Bearer " + token));
    }
  }

  /** A token that is not the issuer's: another header, payload, or signature; or none at all. */
  private String tampered(String token) {
    String[] parts = token.split("\\.", -1);
    // Not the last character: some of its bits do not count.
    int part = random.nextInt(3);
    int at = random.nextInt(parts[part].length() - 1);
    char other = parts[part].charAt(at) == 'A' ? 'B' : 'A';
    String changed = parts[part].substring(0, at) + other + parts[part].substring(at + 1);
    String none = "eyJhbGciOiJub25lIn0";
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> none + "." + parts[1] + ".";
      case 2 -> parts[0] + "." + parts[1] + ".";
      case 3 -> token.substring(0, random.nextInt(token.length() - 2));
      case 4 -> samples.oneOf(tokens).split("\\.", -1)[0] + "." + parts[1] + "." + "A".repeat(342);
      default ->
          String.join(
              ".",
              part == 0 ? changed : parts[0],
              part == 1 ? changed : parts[1],
              part == 2 ? changed : parts[2]);
    };
  }

  /** A cursor that was changed, is another user's, or of another query. */
  private void tamperWithCursor(int number) throws IOException, InterruptedException {
    Operation list =
        contract.operations().stream()
            .filter(each -> each.routeKey().equals("GET /expenses"))
            .findFirst()
            .orElseThrow();
    int user = random.nextInt(tokens.size());
    Attempt first = new Attempt(list);
    first.query("limit", "1");
    first.headers.addAll(List.of("authorization", "Bearer " + tokens.get(user)));
    Answer page = send(first);
    judge(number, first, page);
    Matcher found = CURSOR.matcher(page.body());
    if (!found.find()) {
      return;
    }
    String cursor = found.group(1);
    int at = random.nextInt(cursor.length());
    Attempt second = new Attempt(list);
    int way = random.nextInt(4);
    switch (way) {
      case 0 ->
          cursor =
              cursor.substring(0, at)
                  + (cursor.charAt(at) == 'A' ? 'B' : 'A')
                  + cursor.substring(at + 1);
      case 1 -> cursor = cursor.substring(0, at);
      case 2 -> second.query("type", "income");
      default -> user = (user + 1) % tokens.size();
    }
    second.query("cursor", cursor);
    second.headers.addAll(List.of("authorization", "Bearer " + tokens.get(user)));
    Answer answer = send(second);
    judge(number, second, answer);
    if (answer.status() != 400) {
      fault(number, second, answer, "a cursor that is not this query's is not refused");
    }
  }

  private Answer send(Attempt attempt) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api + attempt.path + attempt.query))
            .timeout(PATIENCE)
            .method(
                attempt.operation.method(),
                attempt.body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(attempt.body));
    for (int i = 0; i < attempt.headers.size(); i += 2) {
      request.header(attempt.headers.get(i), attempt.headers.get(i + 1));
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name)) {
                headers.put(name, String.join(",", values));
              }
            });
    return new Answer(response.statusCode(), headers, response.body());
  }

  private void judge(int number, Attempt attempt, Answer answer) {
    answers.merge(attempt.operation.routeKey() + " " + answer.status(), 1, Integer::sum);
    boolean beforeRoute =
        answer.status() == 431
            || answer.status() == 404 && answer.body().equals("{\"message\":\"Not Found\"}");
    List<String> wrong =
        beforeRoute
            ? contract.faultsWithoutRoute(answer)
            : contract.faults(attempt.operation.routeKey(), answer);
    if (!wrong.isEmpty()) {
      fault(number, attempt, answer, "not as the contract says: " + wrong);
    }
    if (answer.status() >= 500) {
      fault(number, attempt, answer, "never 5xx");
    }
    if (answer.status() < 400 && !attempt.broken.isEmpty()) {
      fault(number, attempt, answer, "accepted against the contract: " + attempt.broken);
    }
    if (attempt.tampered && !beforeRoute && answer.status() != 401) {
      fault(number, attempt, answer, "a token that is not the issuer's is not refused");
    }
  }

  private void fault(int number, Attempt attempt, Answer answer, String what) {
    String body = answer.body();
    faults.add(
        "request %d: %s: %s → %d %s"
            .formatted(
                number,
                what,
                attempt,
                answer.status(),
                body.length() > SHOWN ? body.substring(0, SHOWN) + " …" : body));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
