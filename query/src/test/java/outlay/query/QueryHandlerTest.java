package outlay.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static outlay.query.Fixtures.INR;
import static outlay.query.Fixtures.JPY;
import static outlay.query.Fixtures.LUNCH;
import static outlay.query.Fixtures.NOON;
import static outlay.query.Fixtures.expense;
import static outlay.query.Fixtures.id;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.model.ExpenseType;
import outlay.model.Money;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;
import outlay.query.Gateway.Answer;

class QueryHandlerTest {
  private final InMemoryExpenseReader expenses = new InMemoryExpenseReader();
  private final InMemoryTotalsReader totals = new InMemoryTotalsReader();
  private final Gateway gateway = new Gateway(expenses, totals);

  @ParameterizedTest
  @ValueSource(strings = {"/expenses", "/getExpenses"})
  void list_few_isAllOfThem(String path) {
    expenses.put(expense("asha", 1, LUNCH));
    expenses.put(
        expense("asha", 2, Fixtures.of(new Money(120, JPY), Fixtures.on("2026-02-01", LUNCH))));
    expenses.put(expense("asha", 3, LUNCH).deleted(NOON));
    expenses.put(expense("ben", 4, LUNCH));

    Answer answer = gateway.get("asha", path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("cache-control", "no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"expenses\":[{\"expenseId\":\"019be5a7-2b7c-7abc-8def-000000000002\",\"type\":\"expense\","
                + "\"date\":\"2026-02-01\",\"category\":\"Food\",\"amount\":120,\"currency\":\"JPY\","
                + "\"description\":\"Thali\",\"version\":1,\"createdAt\":\"2026-01-22T12:00:00.123456Z\","
                + "\"updatedAt\":\"2026-01-22T12:00:00.123456Z\"},"
                + "{\"expenseId\":\"019be5a7-2b7c-7abc-8def-000000000001\",\"type\":\"expense\","
                + "\"date\":\"2026-01-22\",\"category\":\"Food\",\"amount\":120.00,\"currency\":\"INR\","
                + "\"description\":\"Thali\",\"version\":1,\"createdAt\":\"2026-01-22T12:00:00.123456Z\","
                + "\"updatedAt\":\"2026-01-22T12:00:00.123456Z\"}]}");
  }

  @Test
  void list_none_isEmpty() {
    assertThat(gateway.get("asha", "/expenses").body()).isEqualTo("{\"expenses\":[]}");
  }

  @Test
  void list_withoutLimit_hasFifty() {
    record(120);

    Answer first = gateway.get("asha", "/expenses");
    Answer second = gateway.get("asha", "/expenses?limit=100&cursor=" + cursor(first));

    assertThat(first.json().get("expenses")).hasSize(50);
    assertThat(second.json().get("expenses")).hasSize(70);
    assertThat(second.json().has("nextCursor")).isFalse();
  }

  @Test
  void list_filters_areAllHeeded() {
    expenses.put(expense("asha", 1, Fixtures.saying("über, Nacht", LUNCH)));
    expenses.put(
        expense("asha", 2, Fixtures.on("2026-01-23", Fixtures.saying("über, Nacht", LUNCH))));
    expenses.put(expense("asha", 3, LUNCH));
    expenses.put(expense("asha", 4, Fixtures.in("Fun", Fixtures.saying("über, Nacht", LUNCH))));

    Answer answer =
        gateway.get(
            "asha",
            "/expenses?from=2026-01-22&to=2026-01-22&category=Food&type=expense&currency=INR&text="
                + URLEncoder.encode("ÜBER, n", UTF_8));

    assertThat(ids(answer)).containsExactly(id(1));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit out_of_range",
    "limit=-1, limit out_of_range",
    "limit=101, limit out_of_range",
    "limit=1e9, limit out_of_range",
    "limit=1000000000, limit out_of_range",
    "limit=99999999999999999999, limit out_of_range",
    "limit=abc, limit out_of_range",
    "limit=, limit out_of_range",
    "limit=%2B5, limit out_of_range",
    "limit=1.0, limit out_of_range",
    "limit=%D9%A1, limit out_of_range",
    "limit=1&limit=1, limit duplicate_parameter",
    "limit=x&limit=y, limit duplicate_parameter",
    "from=2025-02-30, from not_a_date",
    "from=2023-02-29, from not_a_date",
    "from=, from not_a_date",
    "from=0000-01-01, from out_of_range",
    "to=1969-12-31, to out_of_range",
    "from=1769076930000, from not_a_date",
    "from=2026-01-22T00:00:00Z, from not_a_date",
    "to=2026-1-2, to not_a_date",
    "from=2026-01-23&to=2026-01-22, to before_from",
    "category=, category blank",
    "category=%00, category invalid_character",
    "category=a&category=b, category duplicate_parameter",
    "type=gift, type unknown_type",
    "type=EXPENSE, type unknown_type",
    "currency=XXX, currency unknown_currency",
    "currency=eur, currency unknown_currency",
    "currency=BTC, currency unknown_currency",
    "currency=EUR&currency=USD, currency duplicate_parameter",
    "text=, text out_of_range",
    "text=a&text=b, text duplicate_parameter",
    "userId=ben, userId unknown_parameter",
    "month=2026-01, month unknown_parameter",
    "From=2026-01-01, From unknown_parameter",
    "%3Cscript%3E=1, ' unknown_parameter'",
  })
  void list_wrongParameter_isNamed(String query, String error) {
    Answer answer = gateway.get("asha", "/expenses?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.errors()).containsExactly(error);
    assertThat(answer.body()).doesNotContain("script");
  }

  @Test
  void list_manyThingsWrong_namesEach() {
    Answer answer =
        gateway.get(
            "asha",
            "/expenses?from=x&to=y&category=%20&type=z&currency=q&text="
                + "t".repeat(101)
                + "&limit=0&userId=ben&cursor=forged");

    assertThat(answer.errors())
        .containsExactlyInAnyOrder(
            "userId unknown_parameter",
            "from not_a_date",
            "to not_a_date",
            "category blank",
            "type unknown_type",
            "currency unknown_currency",
            "text out_of_range",
            "limit out_of_range");
  }

  @Test
  void list_textWithAComma_isOneValue() {
    expenses.put(expense("asha", 1, Fixtures.saying("a,b", LUNCH)));

    assertThat(ids(gateway.get("asha", "/expenses?text=a,b"))).containsExactly(id(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "null", "%00", "AAAA", "..%2F..%2Fx", "%7B%22userId%22%3A%22ben%22%7D"})
  void list_forgedCursor_isRefused(String cursor) {
    Answer answer = gateway.get("asha", "/expenses?cursor=" + cursor);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-cursor");
  }

  @Test
  void list_cursorTruncatedLongForeignOrOfAnotherQuery_isRefused() {
    record(3);
    String cursor = cursor(gateway.get("asha", "/expenses?limit=1"));
    for (String query :
        List.of(
            "cursor=" + cursor.substring(1),
            "cursor=" + cursor.substring(0, 43),
            "cursor=" + cursor + cursor,
            "cursor=" + "A".repeat(10_240),
            "cursor=" + cursor + "&category=Food",
            "cursor=" + cursor + "&to=2026-12-31",
            "cursor=" + cursor + "&text=a")) {
      assertThat(gateway.get("asha", "/expenses?" + query).code())
          .as(query)
          .isEqualTo("invalid-cursor");
    }
    assertThat(gateway.get("ben", "/expenses?cursor=" + cursor).body())
        .isEqualTo(gateway.get("ben", "/expenses?cursor=x").body());
    assertThat(ids(gateway.get("asha", "/getExpenses?cursor=" + cursor))).hasSize(2);
  }

  @Test
  void list_cursorGivenTwice_isRefused() {
    assertThat(gateway.get("asha", "/expenses?cursor=a&cursor=b").errors())
        .containsExactly("cursor duplicate_parameter");
  }

  @Test
  void list_rareText_answersShortPagesUntilItIsFound() {
    record(4_500);
    expenses.put(
        expense("asha", 9_999, Fixtures.on("2020-01-01", Fixtures.saying("needle", LUNCH))));

    List<String> found = new ArrayList<>();
    int pages = 0;
    Optional<String> cursor = Optional.empty();
    do {
      Answer page =
          gateway.get("asha", "/expenses?text=NEEDLE" + cursor.map("&cursor="::concat).orElse(""));
      found.addAll(ids(page));
      cursor = Optional.ofNullable(page.json().get("nextCursor")).map(JsonNode::asText);
      pages++;
    } while (cursor.isPresent());

    assertThat(found).containsExactly(id(9_999));
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void list_largestExpenses_fitAnAnswer() {
    String description = "😀".repeat(1_000);
    for (int number = 0; number < 100; number++) {
      expenses.add(
          expense(
              "asha", number, Fixtures.in("😀".repeat(100), Fixtures.saying(description, LUNCH))));
    }

    Answer answer = gateway.get("asha", "/expenses?limit=100");

    assertThat(answer.json().at("/expenses/99/description").asText()).isEqualTo(description);
  }

  @Test
  void get_ownExpense_isAnsweredWithItsTag() {
    expenses.put(expense("asha", 1, LUNCH).edited(LUNCH, NOON));

    Answer answer = gateway.get("asha", "/expenses/" + id(1));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("etag", "\"2\"");
    assertThat(answer.json().get("expenseId").asText()).isEqualTo(id(1));
    assertThat(answer.body()).contains("\"amount\":120.00,");
  }

  @Test
  void get_absentAnothersDeletedOrImpossible_isAnsweredAlike() {
    expenses.put(expense("ben", 1, LUNCH));
    expenses.put(expense("asha", 2, LUNCH).deleted(NOON));
    Answer absent = gateway.get("asha", "/expenses/" + id(3));

    assertThat(absent.status()).isEqualTo(404);
    assertThat(absent.code()).isEqualTo("expense-not-found");
    for (String id :
        List.of(id(1), id(2), "x", "", "../ben", id(1).toUpperCase(java.util.Locale.ROOT), "é")) {
      assertThat(gateway.get("asha", "/expenses/" + id)).as(id).isEqualTo(absent);
    }
  }

  @Test
  void get_anyParameter_isRefused() {
    assertThat(gateway.get("asha", "/expenses/" + id(1) + "?userId=ben").errors())
        .containsExactly("userId unknown_parameter");
  }

  @Test
  void download_isTheFilteredListAsAFile() {
    expenses.put(expense("asha", 1, Fixtures.saying("=1+1", LUNCH)));
    expenses.put(expense("asha", 2, Fixtures.in("Rent", LUNCH)));
    expenses.put(expense("ben", 3, LUNCH));

    Answer answer = gateway.get("asha", "/expenses.csv?category=Food");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("content-type", "text/csv; charset=utf-8; header=present")
        .containsEntry("content-disposition", "attachment; filename=\"expenses.csv\"")
        .containsEntry("x-content-type-options", "nosniff");
    assertThat(answer.body().split("\r\n"))
        .containsExactly(
            "\"date\",\"type\",\"category\",\"amount\",\"currency\",\"description\",\"expenseId\"",
            "\"2026-01-22\",\"expense\",\"Food\",\"120.00\",\"INR\",\"'=1+1\","
                + "\"019be5a7-2b7c-7abc-8def-000000000001\"");
  }

  @Test
  void download_manyButWithinLimits_isWhole() {
    record(19_000);

    assertThat(gateway.get("asha", "/expenses.csv").body().lines()).hasSize(19_001);
  }

  @Test
  void download_tooManyToLookAt_isRefused() {
    record(20_001);

    Answer answer = gateway.get("asha", "/expenses.csv?text=needle");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("result-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"😀", "é", "\"", "\\", "\n", "a"})
  void download_longTexts_fitOrAreRefused(String character) {
    // The gateway asserts that no answer is larger than Lambda allows.
    for (int number = 0; number < 8_000; number++) {
      expenses.add(expense("asha", number, Fixtures.saying(character.repeat(1_000), LUNCH)));
    }

    assertThat(gateway.get("asha", "/expenses.csv").code()).isEqualTo("result-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=1", "cursor=x", "format=xls"})
  void download_otherParameters_areRefused(String query) {
    assertThat(gateway.get("asha", "/expenses.csv?" + query).errors())
        .containsExactly(query.substring(0, query.indexOf('=')) + " unknown_parameter");
  }

  @Test
  void summary_byMonth_addsUpEachCurrencyAlone() {
    count("2025-12-31", 0, spent("Food", 100));
    count("2026-01-01", 5, spent("Food", 1_050), spent("Rent", 90_000), earned("Pay", 200_000));
    count(
        "2026-01-31",
        9,
        spent("Food", 2_000),
        entry(ExpenseType.EXPENSE, "Food", new Money(500, JPY)));
    count("2026-02-01", 7, spent("Food", 7));
    totals.put("ben", LocalDate.of(2026, 1, 1), DayTotals.of(List.of(spent("Food", 1))), NOON);

    Answer answer = gateway.get("asha", "/summary?period=month&from=2026-01-01&to=2026-02-28");

    assertThat(answer.status()).isEqualTo(200);
    String january =
        "[{\"currency\":\"INR\",\"spent\":930.50,\"earned\":2000.00,\"balance\":1069.50,\"count\":4,"
            + "\"categories\":["
            + "{\"category\":\"Rent\",\"spent\":900.00,\"earned\":0.00,\"balance\":-900.00,\"count\":1},"
            + "{\"category\":\"Food\",\"spent\":30.50,\"earned\":0.00,\"balance\":-30.50,\"count\":2},"
            + "{\"category\":\"Pay\",\"spent\":0.00,\"earned\":2000.00,\"balance\":2000.00,\"count\":1}]},"
            + "{\"currency\":\"JPY\",\"spent\":500,\"earned\":0,\"balance\":-500,\"count\":1,"
            + "\"categories\":["
            + "{\"category\":\"Food\",\"spent\":500,\"earned\":0,\"balance\":-500,\"count\":1}]}]";
    assertThat(answer.body())
        .startsWith(
            "{\"period\":\"month\",\"from\":\"2026-01-01\",\"to\":\"2026-02-28\","
                + "\"asOf\":\"2026-01-22T12:00:09.123456Z\",\"currencies\":[{\"currency\":\"INR\",\"spent\":930.57,")
        .contains(
            "{\"name\":\"2026-01\",\"from\":\"2026-01-01\",\"to\":\"2026-01-31\",\"currencies\":"
                + january
                + "},{\"name\":\"2026-02\",\"from\":\"2026-02-01\",\"to\":\"2026-02-28\",");
  }

  @Test
  void summary_byWeekAndDay_coverTheRangeAndNoMore() {
    count("2026-01-01", 0, spent("Food", 100));

    Answer weeks = gateway.get("asha", "/summary?period=week&from=2026-01-01&to=2026-01-12");
    Answer days = gateway.get("asha", "/summary?period=day&from=2025-12-31&to=2026-01-02");

    assertThat(periods(weeks))
        .containsExactly(
            "2026-W01 2026-01-01 2026-01-04 1",
            "2026-W02 2026-01-05 2026-01-11 0",
            "2026-W03 2026-01-12 2026-01-12 0");
    assertThat(periods(days))
        .containsExactly(
            "2025-12-31 2025-12-31 2025-12-31 0",
            "2026-01-01 2026-01-01 2026-01-01 1",
            "2026-01-02 2026-01-02 2026-01-02 0");
  }

  @Test
  void summary_oneCurrency_leavesOutTheOthers() {
    count("2026-01-01", 0, spent("Food", 100), entry(ExpenseType.INCOME, "Pay", new Money(7, JPY)));

    JsonNode summary =
        gateway.get("asha", "/summary?currency=JPY&from=2026-01-01&to=2026-01-31").json();

    assertThat(summary.get("currencies")).hasSize(1);
    assertThat(summary.at("/currencies/0/balance").decimalValue()).isEqualByComparingTo("7");
    assertThat(summary.at("/periods/0/currencies")).isEqualTo(summary.get("currencies"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', month, 2025-02-01, 2026-01-31, 12",
    "?period=day, day, 2026-01-01, 2026-01-31, 31",
    "?period=week, week, 2025-11-10, 2026-01-31, 12",
    "?to=2024-02-29&period=day, day, 2024-02-01, 2024-02-29, 29",
    "?from=2026-01-10, month, 2026-01-10, 2026-01-31, 1",
  })
  void summary_nothingNamed_hasSensibleEnds(
      String query, String period, String from, String to, int periods) {
    JsonNode summary = gateway.get("asha", "/summary" + query).json();

    assertThat(summary.get("period").asText()).isEqualTo(period);
    assertThat(summary.get("from").asText()).isEqualTo(from);
    assertThat(summary.get("to").asText()).isEqualTo(to);
    assertThat(summary.get("periods")).hasSize(periods);
    assertThat(summary.get("asOf").isNull()).isTrue();
    assertThat(summary.get("currencies")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "period=year, period unknown_period",
    "period=Month, period unknown_period",
    "period=, period unknown_period",
    "period=day&period=day, period duplicate_parameter",
    "month=2026-13, month unknown_parameter",
    "month=..%2F..%2Fx, month unknown_parameter",
    "from=2026-13-01, from not_a_date",
    "from=2021-01-31&to=2026-01-31, from out_of_range",
    "from=1970-01-01&to=9999-12-31, from out_of_range",
    "from=2030-01-01, to before_from",
    "currency=XXX, currency unknown_currency",
    "category=Food, category unknown_parameter",
  })
  void summary_wrongParameter_isNamed(String query, String error) {
    assertThat(gateway.get("asha", "/summary?" + query).errors()).containsExactly(error);
  }

  @Test
  void summary_longAndWrongCurrency_namesBoth() {
    assertThat(gateway.get("asha", "/summary?from=1990-01-01&currency=eur").errors())
        .containsExactlyInAnyOrder("from out_of_range", "currency unknown_currency");
  }

  @Test
  void summary_moreThanAnAnswerHolds_isRefused() {
    DayTotals large =
        DayTotals.of(
            IntStream.range(0, 200)
                .mapToObj(number -> spent("Category with a rather long name " + number, 1))
                .toList());
    LocalDate first = LocalDate.of(2024, 1, 1);
    for (int day = 0; day < 400; day++) {
      totals.put("asha", first.plusDays(day), large, NOON);
    }

    Answer days = gateway.get("asha", "/summary?period=day&from=2024-01-01&to=2026-01-01");
    Answer months = gateway.get("asha", "/summary?period=month&from=2024-01-01&to=2026-01-01");

    assertThat(days.code()).isEqualTo("result-too-large");
    assertThat(months.json().at("/currencies/0/count").asInt()).isEqualTo(80_000);
  }

  @Test
  void categories_areTheMostUsedOfAYear() {
    count("2025-01-21", 0, spent("Old", 1), spent("Old", 1), spent("Old", 1), spent("Old", 1));
    count("2025-01-22", 0, spent("Rent", 1), spent("Food", 1));
    count("2026-01-01", 8, spent("Food", 1), entry(ExpenseType.INCOME, "Pay", new Money(7, JPY)));
    count("2026-01-02", 3, entry(ExpenseType.EXPENSE, "Food", new Money(7, JPY)));
    count("2027-01-22", 3, spent("Trip", 1));
    totals.put("ben", LocalDate.of(2026, 1, 1), DayTotals.of(List.of(spent("Secret", 1))), NOON);

    assertThat(gateway.get("asha", "/categories").body())
        .isEqualTo(
            "{\"asOf\":\"2026-01-22T12:00:08.123456Z\",\"categories\":["
                + "{\"category\":\"Food\",\"count\":3,\"lastUsed\":\"2026-01-02\"},"
                + "{\"category\":\"Trip\",\"count\":1,\"lastUsed\":\"2027-01-22\"},"
                + "{\"category\":\"Pay\",\"count\":1,\"lastUsed\":\"2026-01-01\"},"
                + "{\"category\":\"Rent\",\"count\":1,\"lastUsed\":\"2025-01-22\"}]}");
  }

  @Test
  void categories_parameters_areRefused() {
    assertThat(gateway.get("asha", "/categories?limit=1").errors())
        .containsExactly("limit unknown_parameter");
  }

  @Test
  void health_withoutToken_isAnswered() throws IOException {
    Answer answer = gateway.send(withoutToken("GET /health"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /expenses",
        "GET /getExpenses",
        "GET /expenses/{id}",
        "GET /expenses.csv",
        "GET /summary",
        "GET /categories"
      })
  void anythingElse_withoutToken_isRefused(String routeKey) throws IOException {
    Answer answer = gateway.send(withoutToken(routeKey));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
  }

  @Test
  void health_tableDoesNotAnswer_isUnavailable() {
    InMemoryTotalsReader gone =
        new InMemoryTotalsReader() {
          @Override
          public void reach() {
            throw new Refusal(Reason.UNAVAILABLE, "It does not answer.");
          }
        };

    Answer answer = new Gateway(expenses, gone).get("asha", "/health");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsEntry("retry-after", "1");
  }

  @Test
  void anything_unforeseen_isAFaultThatTellsNothing() {
    InMemoryExpenseReader broken =
        new InMemoryExpenseReader() {
          @Override
          public Optional<Expense> find(String userId, String expenseId) {
            throw new IllegalStateException("arn:aws:secret");
          }
        };

    Answer answer = new Gateway(broken, totals).get("asha", "/expenses/" + id(1));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body())
        .contains("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        .doesNotContain("arn:");
  }

  @Test
  void unknownRoute_isRefused() {
    assertThat(gateway.get("asha", "/reports").code()).isEqualTo("no-such-route");
  }

  private void record(int count) {
    for (int number = 0; number < count; number++) {
      expenses.add(expense("asha", number, LUNCH));
    }
  }

  private void count(String date, int seconds, DayEntry... entries) {
    totals.put(
        "asha", LocalDate.parse(date), DayTotals.of(List.of(entries)), NOON.plusSeconds(seconds));
  }

  private static DayEntry spent(String category, long minorUnits) {
    return entry(ExpenseType.EXPENSE, category, new Money(minorUnits, INR));
  }

  private static DayEntry earned(String category, long minorUnits) {
    return entry(ExpenseType.INCOME, category, new Money(minorUnits, INR));
  }

  private static DayEntry entry(ExpenseType type, String category, Money money) {
    return new DayEntry(type, category, money, false);
  }

  private static ObjectNode withoutToken(String routeKey) throws IOException {
    ObjectNode event = Gateway.event();
    event.put("routeKey", routeKey);
    ((ObjectNode) event.get("requestContext")).remove("authorizer");
    return event;
  }

  private static String cursor(Answer page) {
    return page.json().get("nextCursor").asText();
  }

  private static List<String> ids(Answer page) {
    return StreamSupport.stream(page.json().get("expenses").spliterator(), false)
        .map(expense -> expense.get("expenseId").asText())
        .toList();
  }

  private static List<String> periods(Answer summary) {
    return StreamSupport.stream(summary.json().get("periods").spliterator(), false)
        .map(
            period ->
                "%s %s %s %d"
                    .formatted(
                        period.get("name").asText(),
                        period.get("from").asText(),
                        period.get("to").asText(),
                        period.get("currencies").size()))
        .toList();
  }
}
