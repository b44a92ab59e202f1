package outlay.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outlay.bench.Consumption;

class PricesTest {

  @Test
  void everythingThatIsUsedHasAPrice() throws IOException {
    assertThat(Prices.read().dollars()).containsOnlyKeys(Metered.values());
  }

  @Test
  void of_isTheSumOfAmountsTimesPrices() throws IOException {
    Used used = new Used(Map.of(Metered.WRITE_UNIT, 3.0, Metered.LOG_BYTE, 1000.0));

    assertThat(Prices.read().of(used) * 1e6).isCloseTo(1.875 + 0.5, within(1e-9));
    assertThat(Prices.read().only(Metered.LOG_BYTE).of(used) * 1e6).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void of_aListWithoutAPrice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prices.of(JsonNodeFactory.instance.objectNode()))
        .withMessage("The list of prices lacks API_REQUEST.");
  }

  @Test
  void used_isOfTheFunctionsAlone_andRefusedWritesAreBilled() {
    Consumption calls =
        new Consumption(
            Map.of(
                new Consumption.Calls("Totals", "dynamodb", "PutItem", "totals"),
                new Consumption.Count(4, 2, 2, 0),
                new Consumption.Calls("Totals", "dynamodb", "Query", "expenses"),
                new Consumption.Count(1, 0, 1.5, 0),
                new Consumption.Calls("operator", "dynamodb", "Scan", "totals"),
                new Consumption.Count(1, 0, 100, 0)));
    FunctionLogs logs =
        new FunctionLogs(Map.of("Totals", new FunctionLogs.Invocations(2, 0.5, 1, 100, 300)));

    Used used = Used.of(calls, logs, Set.of("Totals"), new Used.Answers(1, 600), 90).each(2);

    assertThat(used.of(Metered.WRITE_UNIT)).isEqualTo(2);
    assertThat(used.of(Metered.READ_UNIT)).isEqualTo(0.75);
    assertThat(used.of(Metered.INVOCATION)).isEqualTo(1);
    assertThat(used.of(Metered.GB_SECOND)).isEqualTo(0.25);
    assertThat(used.of(Metered.LOG_BYTE)).isEqualTo(95);
    assertThat(used.of(Metered.API_REQUEST)).isEqualTo(0.5);
    assertThat(used.of(Metered.TRANSFER_BYTE)).isEqualTo(300);
    assertThat(used.of(Metered.SNS_REQUEST)).isZero();
  }
}
