package outlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mails that one address got, and the alerts that they tell of. */
public final class Inbox {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI mail;
  private final String address;

  public Inbox(URI mail, String address) {
    this.mail = mail;
    this.address = address;
  }

  /** In how many places of all mails each alert is told of; a digest tells of several. */
  public Map<AlertKey, Integer> alerts() throws IOException, InterruptedException {
    Map<AlertKey, Integer> alerts = new HashMap<>();
    JsonNode messages = page("", PAGE);
    while (!messages.isEmpty()) { // A page may be shorter than asked for without being the last.
      String oldest = "";
      for (JsonNode message : messages) {
        namedIn(message).forEach(alert -> alerts.merge(alert, 1, Integer::sum));
        oldest = message.path("id").asText();
      }
      messages = page(oldest, PAGE);
    }
    return alerts;
  }

  /** The alerts that the newest few mails tell of. */
  public List<AlertKey> newest(int mails) throws IOException, InterruptedException {
    return page("", mails).valueStream().flatMap(message -> namedIn(message).stream()).toList();
  }

  private static List<AlertKey> namedIn(JsonNode message) {
    return AlertKey.namedIn(message.path("text").asText());
  }

  /**
   * Some mails, newest first.
   *
   * @param before the id of a mail that all of them came before; empty for the newest
   */
  private JsonNode page(String before, int size) throws IOException, InterruptedException {
    String base = mail.toString();
    String query =
        "/messages?to=%s&limit=%d%s"
            .formatted(encode(address), size, before.isEmpty() ? "" : "&before=" + encode(before));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + query))
            .timeout(TIMEOUT)
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + " was answered " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
