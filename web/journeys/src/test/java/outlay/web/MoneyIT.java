package outlay.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's arithmetic, in the browser that does it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoneyIT {
  private static final Path SCRIPTS = Path.of("../src/main/site/js");

  @SuppressWarnings("NullAway.Init") // By start.
  private Chromium chromium;

  @SuppressWarnings("NullAway.Init") // By start.
  private Page page;

  @BeforeAll
  void start() throws Exception {
    chromium = Chromium.start();
    BrowserContext context = chromium.browser().newContext();
    page = context.newPage();
    String currencies = data(Files.readString(SCRIPTS.resolve("currencies.js")));
    String money =
        data(Files.readString(SCRIPTS.resolve("money.js")).replace("./currencies.js", currencies));
    page.evaluate("async (url) => { globalThis.money = await import(url); }", money);
  }

  private static String data(String script) {
    return "data:text/javascript;base64,"
        + Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
  }

  @AfterAll
  void stop() {
    chromium.close();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      delimiter = '|',
      value = {
        "12        | . | 12",
        "12.50     | . | 12.50",
        "12,50     | . | 12.50",
        "12.50     | , | 12.50",
        "1,280.80  | . | 1280.80",
        "1.280,80  | , | 1280.80",
        "1,280     | . | 1280",
        "1,280     | , | 1.280",
        "1.280     | , | 1280",
        "12,50,000 | . | 1250000",
        "1 280,5   | , | 1280.5",
        "0007      | . | 7",
        "-5        | . | -5",
        "1,2,3     | . | null",
        "1,28,00   | . | null",
        "1.2.3     | . | null",
        "1e5       | . | null",
        "0x10      | . | null",
        "NaN       | . | null",
        "+5        | . | null",
        "abc       | . | null",
      })
  void parseAmount_readsWhatPeopleWrite(String typed, String decimal, String expected) {
    Map<String, String> separators =
        Map.of("decimal", decimal, "group", decimal.equals(".") ? "," : ".");

    assertThat(
            page.evaluate(
                "([typed, by]) => money.parseAmount(typed, by)", List.of(typed, separators)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "12.5,USD,1250,12.50",
    "-0.05,USD,-5,-0.05",
    "7,JPY,7,7",
    "1.25,JOD,1250,1.250",
    "99999999999.99,INR,9999999999999,99999999999.99",
    "92233720368547758.07,INR,9223372036854775807,92233720368547758.07",
  })
  void minorUnits_areExact(String decimal, String currency, String minor, String shown) {
    assertThat(
            page.evaluate(
                "([decimal, currency]) => { const minor = money.toMinor(decimal, currency);"
                    + " return [String(minor), money.toDecimal(minor, currency)]; }",
                List.of(decimal, currency)))
        .isEqualTo(List.of(minor, shown));
  }

  @Test
  void money_showsLargeSumsToTheLastDigit() {
    assertThat(page.evaluate("() => money.money('92233720368547758.07', 'USD')"))
        .isEqualTo("$92,233,720,368,547,758.07");
  }
}
