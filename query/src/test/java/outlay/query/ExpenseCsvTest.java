package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.LUNCH;
import static outlay.query.Fixtures.expense;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.model.Currency;
import outlay.model.ExpenseType;
import outlay.model.Money;

class ExpenseCsvTest {
  private static final String HEADER =
      "\"date\",\"type\",\"category\",\"amount\",\"currency\",\"description\",\"expenseId\"\r\n";

  @Test
  void of_none_isTheHeader() {
    assertThat(ExpenseCsv.of(List.of())).isEqualTo(HEADER);
  }

  @Test
  void of_expenses_areRowsInTheirOrder() {
    String csv =
        ExpenseCsv.of(
            List.of(
                expense("asha", 1, Fixtures.saying("a \"thali\",\ntwice; é 😀", LUNCH)),
                expense(
                    "asha",
                    2,
                    Fixtures.as(
                        ExpenseType.INCOME,
                        Fixtures.of(new Money(5, Currency.of("JOD")), LUNCH)))));

    assertThat(csv)
        .isEqualTo(
            HEADER
                + "\"2026-01-22\",\"expense\",\"Food\",\"120.00\",\"INR\",\"a \"\"thali\"\",\ntwice; é 😀\","
                + "\"019be5a7-2b7c-7abc-8def-000000000001\"\r\n"
                + "\"2026-01-22\",\"income\",\"Food\",\"0.005\",\"JOD\",\"Thali\","
                + "\"019be5a7-2b7c-7abc-8def-000000000002\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"http://x\")",
        "+1+cmd",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\n=1",
        "'=1",
        "'",
        "＝1",
        "＋1",
        "－1",
        "＠A"
      })
  void of_whatCouldBeAFormula_isText(String text) {
    String quoted = "\"'" + text.replace("\"", "\"\"") + "\"";

    assertThat(ExpenseCsv.of(List.of(expense("asha", 1, Fixtures.saying(text, LUNCH)))))
        .contains(",\"INR\"," + quoted + ",");
    assertThat(ExpenseCsv.of(List.of(expense("asha", 1, Fixtures.in(text, LUNCH)))))
        .contains(",\"expense\"," + quoted + ",");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", " =1", "1-2", "\",=1", "O'Hara", "$x", "<script>"})
  void of_anyOtherText_isAsItWas(String text) {
    assertThat(ExpenseCsv.of(List.of(expense("asha", 1, Fixtures.saying(text, LUNCH)))))
        .contains(",\"INR\",\"" + text.replace("\"", "\"\"") + "\",");
  }
}
