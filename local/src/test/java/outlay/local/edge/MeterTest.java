package outlay.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          Query   | {"ConsistentRead": true, "TableName":"t"}  | 0.0 | 1.0
          Query   | {"ConsistentRead":false,"TableName":"t"}   | 0.0 | 0.5
          Query   | {"TableName":"t"}                          | 0.0 | 0.5
          Query   | {"ConsistentRead":true,"TableName":"t"}    | 2.5 | 2.5
          PutItem | {"TableName":"t"}                          | 0.0 | 0.0
          """)
  void aQueryThatFindsNothing_isCountedAsAwsBillsIt(
      String action, String request, String reported, double counted) throws IOException {
    Meter meter = new Meter();
    String answer =
        "{\"ConsumedCapacity\":{\"TableName\":\"t\",\"CapacityUnits\":" + reported + "}}";

    meter.intercept(
        new Call(
            "Alerts",
            "dynamodb",
            action,
            Optional.of("t"),
            new Request("POST", URI.create("/"), Map.of(), bytes(request))),
        call -> new Answer(200, Map.of(), bytes(answer)));

    assertThat(meter.readings())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("waited")
        .containsExactly(
            new Meter.Reading("Alerts", "dynamodb", action, "t", 1, 0, counted, Duration.ZERO));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
