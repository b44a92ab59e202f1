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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mails that one address got, and the alerts that they tell of. */
final class Inbox {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI mail;
  private final String address;

  Inbox(URI mail, String address) {
    this.mail = mail;
    this.address = address;
  }

  /** In how many places of all mails each alert is told of; a digest tells of several. */
  Map<AlertKey, Integer> alerts() throws IOException, InterruptedException {
    Map<AlertKey, Integer> alerts = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (int page = 0; ; page++) {
      JsonNode messages = page(page, PAGE);
      for (JsonNode message : messages) {
        if (seen.add(message.path("id").asText())) { // A new mail shifts the pages.
          AlertKey.namedIn(message.path("text").asText())
              .forEach(alert -> alerts.merge(alert, 1, Integer::sum));
        }
      }
      if (messages.size() < PAGE) {
        return alerts;
      }
    }
  }

  /** The alerts that the newest few mails tell of. */
  List<AlertKey> newest(int mails) throws IOException, InterruptedException {
    JsonNode messages = page(0, mails);
    return messages
        .valueStream()
        .flatMap(message -> AlertKey.namedIn(message.path("text").asText()).stream())
        .toList();
  }

  private JsonNode page(int page, int size) throws IOException, InterruptedException {
    String base = mail.toString();
    String query =
        "/messages?to=%s&page=%d&size=%d"
            .formatted(URLEncoder.encode(address, StandardCharsets.UTF_8), page, size);
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
}
