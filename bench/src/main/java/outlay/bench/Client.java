package outlay.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Posts JSON, and posts it again under the same headers where the answer is 429 or 5xx, or none
 * arrives. So only what is idempotent may be posted. As many threads may use it at once as like;
 * each has a connection of its own.
 */
public final class Client {
  private static final Duration TIMEOUT = Duration.ofSeconds(35); // API Gateway gives up after 30.
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI api;
  private final Backoff backoff;

  /**
   * A client of one API.
   *
   * @param api without a slash at its end, or with one
   */
  public Client(URI api, Backoff backoff) {
    this.api = api;
    this.backoff = backoff;
  }

  /**
   * The first answer that is neither 429 nor 5xx; or, where trying was given up, the last one.
   *
   * @param path begins with a slash
   * @throws UncheckedIOException if trying was given up without any answer
   */
  public Answer post(String path, String token, Map<String, String> headers, String body)
      throws InterruptedException {
    HttpRequest request = request(path, token, headers, body);
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      Duration asked = Duration.ZERO;
      boolean isLast = elapsed(start).compareTo(backoff.givingUpAfter()) >= 0;
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        JsonNode answered = json(response.body());
        if (isLast || !isTemporary(response.statusCode(), answered)) {
          return new Answer(
              response.statusCode(), response.headers(), answered, elapsed(start), attempt);
        }
        asked = retryAfter(response);
      } catch (IOException failed) {
        if (isLast) {
          throw new UncheckedIOException("No answer from " + request.uri(), failed);
        }
      }
      Thread.sleep(backoff.after(attempt, asked, ThreadLocalRandom.current()).toMillis());
    }
  }

  private HttpRequest request(String path, String token, Map<String, String> headers, String body) {
    String base = api.toString();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request.build();
  }

  /**
   * A batch is answered 200, with a status for each of its items; some may have to be tried again.
   */
  private static boolean isTemporary(int status, JsonNode body) {
    return isTemporary(status)
        || body.path("results")
            .valueStream()
            .anyMatch(result -> isTemporary(result.path("status").asInt()));
  }

  private static boolean isTemporary(int status) {
    return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
  }

  /** RFC 9110 also allows a date, which neither Outlay nor API Gateway sends. */
  private static Duration retryAfter(HttpResponse<?> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    return header
        .filter(text -> text.matches("\\d{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static Duration elapsed(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
