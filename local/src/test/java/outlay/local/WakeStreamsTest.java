package outlay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.local.edge.Answer;
import outlay.local.edge.Call;
import outlay.local.edge.Request;

final class WakeStreamsTest {
  private final Set<String> woken = new TreeSet<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      textBlock =
          """
          PutItem               | totals  | {}                                                          | totals
          DeleteItem            | budgets | {}                                                          | budgets
          Query                 | totals  | {}                                                          | -
          BatchWriteItem        | -       | {"RequestItems":{"expenses":[]}}                            | expenses
          TransactWriteItems    | -       | {"TransactItems":[{"Put":{"TableName":"budgets"}}]}         | budgets
          BatchExecuteStatement | -       | {"Statements":[{"Statement":"UPDATE \\"totals\\" SET a=?"}]} | totals
          BatchExecuteStatement | -       | {"Statements":[{"Statement":"SELECT * FROM \\"totals\\""}]}  | -
          ExecuteStatement      | -       | {"Statement":"insert INTO \\"totals\\" VALUE ?"}             | totals
          ExecuteStatement      | -       | {"Statement":"SELECT updatedAt FROM \\"totals\\""}           | -
          """)
  void readersOfTheTablesThatWereWrittenTo_areWoken(
      String action, @Nullable String resource, String body, @Nullable String expected)
      throws IOException {
    WakeStreams wake = new WakeStreams();
    List.of("budgets", "expenses", "totals")
        .forEach(table -> wake.add(table, () -> woken.add(table)));
    Request request =
        new Request("POST", URI.create("/"), Map.of(), body.getBytes(StandardCharsets.UTF_8));
    Call call = new Call("anyone", "dynamodb", action, Optional.ofNullable(resource), request);

    wake.intercept(call, answered -> Answer.of(200, "application/json", "{}"));

    assertThat(woken).isEqualTo(expected == null ? Set.of() : Set.of(expected));
  }
}
