package outlay.bench.figures;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import outlay.bench.Console;
import outlay.bench.Consumption;
import outlay.bench.Environment;

/**
 * Has something done, and tells what that used. Only {@link #count} may be called by several
 * threads.
 */
final class CostMeter {
  /** A line in the format that template.yaml gives the API; the ids are as long as on AWS. */
  private static final int ACCESS_LOG_BYTES =
      """
      {"requestId":"UVxPjhHMoAMEM5w=","routeKey":"POST /expenses","status":"201","latencyMs":"12"}"""
          .length();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Environment environment;
  private final Console console;
  private final Map<String, String> tokens;
  private Used.Answers answers = Used.Answers.NONE;

  /**
   * A meter of one Outlay, whom nobody else may use meanwhile.
   *
   * @param tokens of the users that are to be used
   */
  CostMeter(Environment environment, Map<String, String> tokens) {
    this.environment = environment;
    this.console = new Console(environment);
    this.tokens = Map.copyOf(tokens);
  }

  /** Something to do. */
  interface Work {
    /** How many times it was done. */
    long run() throws IOException, InterruptedException;
  }

  /**
   * What one of a kind used.
   *
   * @param own bytes of the logs that the functions wrote
   * @param platform bytes of Lambda's own lines, which it writes where {@code SystemLogLevel} is
   *     INFO
   */
  record Line(String what, Used used, double own, double platform) {
    /** Bytes that are logged of a request, the API's access log too, by each function's request. */
    double logBytesOfRequest() {
      return used.of(Metered.LOG_BYTE) / Math.max(used.of(Metered.INVOCATION), 1e-9);
    }

    /** The same for each of {@code more}, where {@code without} is what was used without them. */
    Line eachMoreThan(Line without, long more) {
      return new Line(
          what,
          used.minus(without.used).each(more),
          Math.max(0, own - without.own) / more,
          Math.max(0, platform - without.platform) / more);
    }
  }

  /** What the work used, an each. */
  Line measure(String what, Set<String> functions, Work work)
      throws IOException, InterruptedException {
    console.awaitStill();
    forget();
    Consumption before = Consumption.read(environment);
    FunctionLogs logsBefore = logs();
    long times = work.run();
    console.awaitStill();
    FunctionLogs logs = logs().since(logsBefore);
    Used used =
        Used.of(
            Consumption.read(environment).since(before),
            logs,
            functions,
            answers(),
            ACCESS_LOG_BYTES);
    FunctionLogs.Invocations invocations = logs.of(functions);
    System.err.printf("%s: %d%n", what, times);
    return new Line(
        what,
        used.each(times),
        (double) invocations.ownBytes() / times,
        (double) invocations.platformBytes() / times);
  }

  private FunctionLogs logs() throws IOException {
    return FunctionLogs.read(environment.folder().resolve("logs"));
  }

  /**
   * Sends a request, and waits until functions have handled so many records of it.
   *
   * @return the answer's body
   */
  String alone(int records, String method, String path, String user, String body)
      throws IOException, InterruptedException {
    long handled = records == 0 ? 0 : console.handled();
    String answer = send(method, path, user, body);
    if (records > 0) {
      console.awaitHandled(handled + records);
    }
    return answer;
  }

  private String send(String method, String path, String user, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(environment.get("OUTLAY_API") + path))
            .header("Authorization", "Bearer " + tokens.getOrDefault(user, ""))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s was answered %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
    count(answer.headers().map().toString().length() + bytes(answer.body()));
    return answer.body();
  }

  /** Notes an answer that somebody else got. */
  synchronized void count(long bytes) {
    answers = answers.plus(bytes);
  }

  private synchronized void forget() {
    answers = Used.Answers.NONE;
  }

  private synchronized Used.Answers answers() {
    return answers;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
