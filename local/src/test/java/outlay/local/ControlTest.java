package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  private static final JsonNode REQUEST = Control.JSON.createObjectNode().put("user", "ann");

  @TempDir private Path data = Path.of("");
  private Control control = start();

  private static Control start() {
    try {
      return Control.start(
          Map.of(
              "echo", request -> request,
              "complain",
                  request -> {
                    throw new Complaint("There is no such user.");
                  }));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(data.resolve(ControlClient.FILE), control.coordinates());
  }

  @AfterEach
  void stop() {
    control.close();
  }

  @Test
  void send_runsTheCommand() throws Exception {
    assertThat(new ControlClient(data).send("echo", REQUEST)).isEqualTo(REQUEST);
  }

  @Test
  void send_complaint_comesThrough() {
    assertThatThrownBy(() -> new ControlClient(data).send("complain", REQUEST))
        .isInstanceOf(Complaint.class)
        .hasMessage("There is no such user.");
  }

  @Test
  void send_wrongSecret_isRefused() throws IOException {
    ObjectNode coordinates = (ObjectNode) Control.JSON.readTree(control.coordinates());
    Files.writeString(
        data.resolve(ControlClient.FILE), coordinates.put("secret", "guess").toString());

    assertThatThrownBy(() -> new ControlClient(data).send("echo", REQUEST))
        .isInstanceOf(Complaint.class)
        .hasMessage("Wrong secret.");
  }

  @Test
  void send_afterKill_saysThatNothingRuns() {
    control.close(); // The file is there, and nobody listens.

    assertThatThrownBy(() -> new ControlClient(data).send("echo", REQUEST))
        .isInstanceOf(Complaint.class)
        .hasMessageContaining("No Outlay runs on " + data);
  }

  @Test
  void send_neverStarted_saysThatNothingRuns() throws IOException {
    Files.delete(data.resolve(ControlClient.FILE));

    assertThatThrownBy(() -> new ControlClient(data).send("echo", REQUEST))
        .isInstanceOf(Complaint.class)
        .hasMessageContaining("No Outlay runs on " + data);
  }
}
