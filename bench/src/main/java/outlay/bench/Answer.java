package outlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Duration;

/**
 * What a request was answered in the end.
 *
 * @param body missing if the answer was no JSON
 * @param took from the first attempt to the answer
 * @param attempts 1 if nothing had to be tried again
 */
public record Answer(int status, HttpHeaders headers, JsonNode body, Duration took, int attempts) {

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
