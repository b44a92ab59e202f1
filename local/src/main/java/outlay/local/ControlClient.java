package outlay.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Sends a command to the stack that runs on a data folder. */
final class ControlClient {
  static final String FILE = "control";

  private final Path data;

  ControlClient(Path data) {
    this.data = data;
  }

  /**
   * Sends one command and waits for its answer.
   *
   * @throws Complaint if no stack runs there, or it complains
   */
  JsonNode send(String command, JsonNode request) throws IOException, InterruptedException {
    JsonNode control = coordinates();
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(control.path("address").asText() + "/" + command))
            .header(Control.SECRET_HEADER, control.path("secret").asText())
            .POST(BodyPublishers.ofByteArray(Control.JSON.writeValueAsBytes(request)))
            .build();
    HttpResponse<byte[]> response = send(post);
    JsonNode answer = Control.JSON.readTree(response.body());
    if (response.statusCode() != 200) {
      throw new Complaint(answer.path("complaint").asText());
    }
    return answer;
  }

  private HttpResponse<byte[]> send(HttpRequest post) throws IOException, InterruptedException {
    try {
      return HttpClient.newHttpClient().send(post, BodyHandlers.ofByteArray());
    } catch (ConnectException killed) {
      throw nothingRuns();
    }
  }

  private JsonNode coordinates() throws IOException {
    try {
      return Control.JSON.readTree(Files.readAllBytes(data.resolve(FILE)));
    } catch (NoSuchFileException stopped) {
      throw nothingRuns();
    }
  }

  private Complaint nothingRuns() {
    return new Complaint(
        "No Outlay runs on " + data + ". Start it with ./run in another terminal.");
  }
}
