package outlay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  // 701 mails, 700 the newest, at most 300 a page; the newest repeats an alert.
  private static FakeServer.Reply page(FakeServer.Request request) {
    Matcher before = Pattern.compile("before=(\\d+)").matcher(request.target());
    int end = before.find() ? Integer.parseInt(before.group(1)) : 701;
    String body =
        IntStream.iterate(end - 1, id -> id >= Math.max(0, end - 300), id -> id - 1)
            .mapToObj(
                id ->
                    "{\"id\":\"%d\",\"text\":\"Alert: expense#%d of ann\\n\"}"
                        .formatted(id, id == 700 ? 7 : id))
            .collect(Collectors.joining(",", "[", "]"));
    return new FakeServer.Reply(200, Map.of("Content-Type", "application/json"), body);
  }
}
