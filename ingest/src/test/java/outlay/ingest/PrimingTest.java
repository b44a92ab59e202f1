package outlay.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import outlay.edge.HttpEdge;
import outlay.model.Currency;

class PrimingTest {
  @Test
  void prime_isRefusedAndWritesNothing() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    IngestHandler handler =
        new IngestHandler(
            new HttpEdge(new PrintStream(log, true, UTF_8)),
            new ExpenseCommands(
                new InMemoryExpenseStore(), Currency.of("INR"), new TickingClock(Fixtures.NOON)));

    handler.prime();

    assertThat(log.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"route\":\"POST /expenses\",\"status\":400"),
            line ->
                assertThat(line).contains("\"route\":\"DELETE /expenses/{id}\",\"status\":404"));
  }
}
