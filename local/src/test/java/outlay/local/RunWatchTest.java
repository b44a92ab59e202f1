package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunWatchTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private JsonNode watch(boolean isTerminal, String... answers) throws Exception {
    Iterator<String> next = List.of(answers).iterator();
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    return new RunWatch(run -> Control.JSON.readTree(next.next()), out, isTerminal).await("run-1");
  }

  @Test
  void await_withoutATerminal_saysEachChangeOnce() throws Exception {
    JsonNode run =
        watch(
            false,
            "{\"segments\":4,\"done\":1}",
            "{\"segments\":4,\"done\":1}",
            "{\"segments\":4,\"done\":4,\"over\":true,\"ok\":true,\"result\":\"7 rows\"}");

    assertThat(run.path("result").asText()).isEqualTo("7 rows");
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("run-1: 1 of 4 segments done\nrun-1: 4 of 4 segments done\n");
  }

  @Test
  void await_onATerminal_drawsABar() throws Exception {
    var unused = watch(true, "{\"segments\":4,\"done\":4,\"over\":true,\"ok\":false}");

    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("run-1").contains("4/4");
  }
}
