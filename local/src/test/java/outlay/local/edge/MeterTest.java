package outlay.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

  /** 2 of 5,000 bytes are 10,026 with their names and keys: 3 units; who has nothing costs 1. */
  @Test
  void aStatementOfManyUsers_isCountedAsAQueryOfEachWouldBe() throws IOException {
    Meter meter = new Meter();
    String request =
        """
        {"Statement": "SELECT * FROM \\"t\\" WHERE \\"userId\\" IN (?, ?, ?) AND \\"date\\" = ?",
         "ConsistentRead": true}""";
    String item = "{\"userId\":{\"S\":\"%s\"},\"amount\":{\"N\":\"1.5\"},\"text\":{\"S\":\"%s\"}}";
    String large = item.formatted("ann", "x".repeat(5_000));
    String answer = "{\"Items\":[" + large + "," + large + "," + item.formatted("bob", "x") + "]}";

    meter.intercept(
        new Call(
            "Totals",
            "dynamodb",
            "ExecuteStatement",
            Optional.empty(),
            new Request("POST", URI.create("/"), Map.of(), bytes(request))),
        call -> new Answer(200, Map.of(), bytes(answer)));

    assertThat(meter.readings()).extracting(Meter.Reading::capacityUnits).containsExactly(5.0);
  }

  /** Names are 11 bytes and the key 4, so 1,009 of the notes fill a kilobyte. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          INSERT INTO \\"t\\" VALUE {'userId': ?, 'notes': ?}                       | 500  | 1
          INSERT INTO \\"t\\" VALUE {'userId': ?, 'notes': ?}                       | 1009 | 1
          INSERT INTO \\"t\\" VALUE {'userId': ?, 'notes': ?}                       | 1010 | 2
          UPDATE \\"t\\" SET \\"notes\\" = ? WHERE \\"notes\\" = ? AND \\"userId\\" = ? | 1009 | 1
          SELECT * FROM \\"t\\" WHERE \\"userId\\" = ?                             | 1010 | 0
          """)
  void statementsThatWrite_areCountedAsPutsWouldBe(String statement, int length, double units)
      throws IOException {
    Meter meter = new Meter();
    String one =
        "{\"Statement\":\"%s\",\"Parameters\":[{\"S\":\"anna\"},{\"S\":\"%s\"}]}"
            .formatted(statement, "x".repeat(length));

    meter.intercept(
        new Call(
            "Totals",
            "dynamodb",
            "BatchExecuteStatement",
            Optional.empty(),
            new Request(
                "POST",
                URI.create("/"),
                Map.of(),
                bytes("{\"Statements\":[" + one + "," + one + "]}"))),
        call -> new Answer(200, Map.of(), bytes("{\"Responses\":[{},{}]}")));

    assertThat(meter.readings())
        .extracting(Meter.Reading::capacityUnits)
        .containsExactly(2 * units);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
