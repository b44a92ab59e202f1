package outlay.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import outlay.edge.HttpEdge;
import outlay.model.Budgets;

class PrimingTest {
  @Test
  void prime_isAnswered() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    QueryHandler handler =
        new QueryHandler(
            new HttpEdge(new PrintStream(log, true, UTF_8), QueryHandler.PUBLIC_ROUTES),
            new QueryHandler.Readers(
                new InMemoryExpenseReader(),
                new InMemoryTotalsReader(),
                new InMemoryBudgetReader(),
                new InMemoryAlertReader(),
                new InMemoryOrganizationReader()),
            Budgets.Defaults.parse("10000", "80,100", "500"),
            Clock.systemUTC());

    handler.prime();

    assertThat(log.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("\"route\":\"GET /health\",\"status\":200"),
            line -> assertThat(line).contains("\"route\":\"GET /expenses\",\"status\":200"));
  }
}
