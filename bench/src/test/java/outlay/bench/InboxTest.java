package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboxTest {
  private static final String ADDRESS = "finance@outlay.example";

  @Test
  void alerts_overSeveralPages_countsEachMailOnce() throws Exception {
    try (FakeServer server = FakeServer.start(InboxTest::page)) {

      Map<AlertKey, Integer> alerts = new Inbox(server.uri(), ADDRESS).alerts();

      assertThat(alerts).hasSize(700);
      assertThat(alerts.get(new AlertKey("ann", "expense#0"))).isEqualTo(1);
      assertThat(alerts.get(new AlertKey("ann", "expense#7"))).isEqualTo(2);
      assertThat(server.requests().get(0).target()).contains("to=finance%40outlay.example");
    }
  }

  @Test
  void alerts_inboxFails_isNotTakenForEmpty() throws Exception {
    try (FakeServer server = FakeServer.start(request -> new FakeServer.Reply(500, Map.of(), ""))) {

      assertThatIOException()
          .isThrownBy(() -> new Inbox(server.uri(), ADDRESS).alerts())
          .withMessageContaining("500");
    }
  }

  // 700 mails; the second page begins with a mail that has moved there from the first; number 8
  // repeats an alert.
  private static FakeServer.Reply page(FakeServer.Request request) {
    boolean isFirst = request.target().contains("page=0");
    IntStream ids = isFirst ? IntStream.range(0, 500) : IntStream.range(499, 701);
    String body =
        ids.mapToObj(
                id ->
                    "{\"id\":\"%d\",\"text\":\"Alert: expense#%d of ann\\n\"}"
                        .formatted(id, id == 700 ? 7 : id))
            .collect(Collectors.joining(",", "[", "]"));
    return new FakeServer.Reply(200, Map.of("Content-Type", "application/json"), body);
  }
}
