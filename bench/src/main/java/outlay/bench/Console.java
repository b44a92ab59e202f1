package outlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a running Outlay shows of itself: the parts that cost it nothing to tell, at {@code
 * /console/streams} and {@code /console/calls}.
 */
public final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration STILL = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String address;

  public Console(Environment environment) {
    address = environment.get("OUTLAY_WEB") + "/console/";
  }

  /** The calls to AWS so far, of all callers. */
  JsonNode calls() throws IOException, InterruptedException {
    return read("calls").path("calls");
  }

  private JsonNode streams() throws IOException, InterruptedException {
    return read("streams");
  }

  private JsonNode read(String what) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + what)).build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(request.uri() + " was answered " + answer.statusCode());
    }
    return JSON.readTree(answer.body());
  }

  /** How many records functions handled so far, of all streams. */
  public long handled() throws IOException, InterruptedException {
    return handled("");
  }

  /**
   * The same of some mappings.
   *
   * @param mappings what their names begin with: the function's name, a dash
   */
  public long handled(String mappings) throws IOException, InterruptedException {
    return handled(streams(), mappings);
  }

  private static long handled(JsonNode state, String mappings) {
    return streams(state, mappings).mapToLong(each -> each.path("handled").asLong()).sum();
  }

  private static boolean isBehind(JsonNode state, String mappings) {
    return streams(state, mappings).anyMatch(each -> each.path("behind").asLong() > 0);
  }

  private static Stream<JsonNode> streams(JsonNode state, String mappings) {
    return state
        .path("streams")
        .valueStream()
        .filter(each -> each.path("name").asText().startsWith(mappings));
  }

  /**
   * Waits until functions have handled so many records of streams, and nothing is left of them.
   *
   * @throws IllegalStateException if that takes minutes
   */
  public void awaitHandled(long records) throws IOException, InterruptedException {
    awaitHandled("", records);
  }

  /** The same of some mappings. */
  public void awaitHandled(String mappings, long records) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode state = streams();
    while (handled(state, mappings) < records || isBehind(state, mappings)) {
      checkTime(deadline);
      Thread.sleep(PAUSE.toMillis());
      state = streams();
    }
  }

  /** Waits until no stream has anything left, and has not had for a while. */
  public void awaitStill() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long handled = -1;
    long since = System.nanoTime();
    while (System.nanoTime() - since < STILL.toNanos()) {
      checkTime(deadline);
      JsonNode state = streams();
      if (handled(state, "") != handled || isBehind(state, "")) {
        handled = handled(state, "");
        since = System.nanoTime();
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static void checkTime(long deadline) {
    if (System.nanoTime() > deadline) {
      throw new IllegalStateException(
          "The functions did not come to rest within %d s.".formatted(PATIENCE.toSeconds()));
    }
  }
}
