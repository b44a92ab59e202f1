package outlay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may say, by the rows of what must be refused. */
class ExpenseRequestTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 22);
  private static final Currency INR = Currency.of("INR");

  @Test
  void theLeastThatMustWork_isAnExpenseInTheDefaultCurrency() {
    assertThat(content("2026-01-22", "Food", "120", null, null))
        .hasValue(
            new ExpenseContent(
                ExpenseType.EXPENSE,
                LocalDate.of(2026, 1, 22),
                "Food",
                new Money(12_000, INR),
                ""));
  }

  @Test
  void nothing_isEveryRequiredFieldMissing() {
    List<Violation> violations = new ArrayList<>();
    request(null, null, null, null, null).toContent(INR, TODAY, violations);

    assertThat(violations)
        .extracting(Violation::field, Violation::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("date", "required"),
            org.assertj.core.groups.Tuple.tuple("category", "required"),
            org.assertj.core.groups.Tuple.tuple("amount", "required"));
  }

  @Test
  void whatTheReaderComplainedAbout_isNotComplainedAboutTwice() {
    List<Violation> violations = new ArrayList<>();
    Violation twice = new Violation("amount", "duplicate", "is there twice");
    new ExpenseRequest("2026-01-22", null, "Food", null, null, null, List.of(twice))
        .toContent(INR, TODAY, violations);

    assertThat(violations).containsExactly(twice);
  }

  @ParameterizedTest
  @CsvSource({
    "120, INR, 12000",
    "0.01, INR, 1",
    "1e2, INR, 10000",
    "1.2E+1, INR, 1200",
    "12.500, INR, 1250",
    "99999999999.99, INR, 9999999999999",
    "1, JPY, 1",
    "1.250, JOD, 1250"
  })
  void amount_thatIsOne_isTaken(String amount, String currency, long minorUnits) {
    assertThat(content("2026-01-22", "Food", amount, currency, null))
        .hasValueSatisfying(
            content ->
                assertThat(content.money())
                    .isEqualTo(new Money(minorUnits, Currency.of(currency))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "1e1000000000",
        "1E-400",
        "NaN",
        "Infinity",
        "-Infinity",
        "-0",
        "0",
        "0.00",
        "0e9",
        "-5",
        "12.345",
        "0x10",
        "+5",
        "1,280.8",
        "",
        " 1",
        "1 ",
        "1.",
        ".5",
        "01",
        "1e",
        "1e+",
        "--1",
        "1_000",
        "١٢",
        "1f",
        "1d",
        "100000000000.00",
        "1e99",
        "1234567890123456789012345678901234567890"
      })
  void amount_thatIsNone_isRefused_atOnce(String amount) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () ->
            assertThat(violated("2026-01-22", "Food", amount, null, null))
                .containsExactly("amount"));
  }

  @Test
  void amount_withAFractionOfAYen_isRefused() {
    assertThat(violated("2026-01-22", "Food", "1.5", "JPY", null)).containsExactly("amount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-22", "1970-01-01", "2027-01-22", "2024-02-29"})
  void date_thatIsOne_isTaken(String date) {
    assertThat(content(date, "Food", "1", null, null))
        .hasValueSatisfying(content -> assertThat(content.date()).hasToString(date));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-02-30",
        "2023-02-29",
        "0000-01-01",
        "9999-12-31",
        "1969-12-31",
        "2027-01-23",
        "1769076930000",
        "2026-01-22Z",
        "2026-01-22T00:00:00Z",
        "2026-1-22",
        "22-01-2026",
        "",
        "today",
        "+2026-01-2",
        "２０２６-01-22"
      })
  void date_thatIsNone_isRefused(String date) {
    assertThat(violated(date, "Food", "1", null, null)).containsExactly("date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "eur", "BTC", "DEM", ""})
  void currency_thatIsNone_isRefused(String currency) {
    assertThat(violated("2026-01-22", "Food", "1", currency, null)).containsExactly("currency");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "F",
        "#",
        ".",
        "a.b[0]",
        "SELECT",
        "Other",
        "🍛",
        "عربي",
        "é",
        "e\u0301",
        "👩‍👩‍👧"
      })
  void category_thatIsOne_isKeptAsSent(String category) {
    assertThat(content("2026-01-22", category, "1", null, null))
        .hasValueSatisfying(content -> assertThat(content.category()).isEqualTo(category));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u2003",
        "a\u0000",
        "a\tb",
        "a\nb",
        "a\rb",
        "\ud800",
        "a\udc00",
        "\u001b[31m",
        "\u0085",
        "\u202eevil",
        "\u2066x"
      })
  void category_thatIsNone_isRefused(String category) {
    assertThat(violated("2026-01-22", category, "1", null, null)).containsExactly("category");
  }

  @Test
  void category_isCountedInCodePoints() {
    assertThat(content("2026-01-22", "🍛".repeat(100), "1", null, null)).isPresent();
    assertThat(violated("2026-01-22", "🍛".repeat(101), "1", null, null))
        .containsExactly("category");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\tb\nc",
        "=HYPERLINK(\"x\")",
        "+1+cmd",
        "-2",
        "@SUM",
        "<script>alert(1)</script>",
        "'; DROP TABLE expenses; --",
        "${jndi:ldap://x}",
        "\n{\"level\":\"ERROR\"}",
        "\u200fעברית"
      })
  void description_isKeptAsSent(String description) {
    assertThat(content("2026-01-22", "Food", "1", null, description))
        .hasValueSatisfying(content -> assertThat(content.description()).isEqualTo(description));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "\r", "\u0007", "\u009f", "\udc00", "\u202a", "\u2069", "\u001b"})
  void description_withWhatIsHarmful_isRefused(String description) {
    assertThat(violated("2026-01-22", "Food", "1", null, description))
        .containsExactly("description");
  }

  @Test
  void description_isCountedInCodePoints() {
    assertThat(content("2026-01-22", "Food", "1", null, "🍛".repeat(1000))).isPresent();
    assertThat(violated("2026-01-22", "Food", "1", null, "🍛".repeat(1001)))
        .containsExactly("description");
  }

  @Test
  void violations_sayNothingOfWhatWasSent() {
    List<Violation> violations = new ArrayList<>();
    request("<date>", "<category>\u0000", "<amount>", "<currency>", "<text>\u0000")
        .toContent(INR, TODAY, violations);

    assertThat(violations)
        .hasSize(5)
        .allSatisfy(violation -> assertThat(violation.detail()).doesNotContain("<"));
  }

  @Property
  void anyAmountText_isTakenExactly_orRefused(@ForAll String amount) {
    content("2026-01-22", "Food", amount, null, null)
        .ifPresent(
            content ->
                assertThat(content.money().toDecimal())
                    .isEqualByComparingTo(new java.math.BigDecimal(amount)));
  }

  @Property
  void anyDateText_isTakenAsItStands_orRefused(@ForAll String date) {
    content(date, "Food", "1", null, null)
        .ifPresent(content -> assertThat(content.date()).hasToString(date));
  }

  private static Optional<ExpenseContent> content(
      String date,
      String category,
      String amount,
      @Nullable String currency,
      @Nullable String description) {
    return request(date, category, amount, currency, description)
        .toContent(INR, TODAY, new ArrayList<>());
  }

  private static List<String> violated(
      String date,
      String category,
      String amount,
      @Nullable String currency,
      @Nullable String description) {
    List<Violation> violations = new ArrayList<>();
    assertThat(
            request(date, category, amount, currency, description)
                .toContent(INR, TODAY, violations))
        .isEmpty();
    return violations.stream().map(Violation::field).toList();
  }

  private static ExpenseRequest request(
      @Nullable String date,
      @Nullable String category,
      @Nullable String amount,
      @Nullable String currency,
      @Nullable String description) {
    return new ExpenseRequest(date, null, category, amount, currency, description, List.of());
  }
}
