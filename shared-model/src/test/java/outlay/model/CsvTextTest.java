package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"http://x\")",
        "+1+cmd",
        "-2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "'=1",
        "'",
        "＝1",
        "＋1",
        "－1",
        "＠A"
      })
  void harmless_whatCouldBeAFormula_beginsWithAnApostrophe(String text) {
    assertThat(CsvText.harmless(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", " =1", "1-2", "\",=1", "O'Hara", "$x", "<script>", "😀="})
  void harmless_anyOtherText_isAsItWas(String text) {
    assertThat(CsvText.harmless(text)).isEqualTo(text);
  }
}
