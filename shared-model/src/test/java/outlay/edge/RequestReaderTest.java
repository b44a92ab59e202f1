package outlay.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.edge.RequestReader.BatchItem;
import outlay.model.ExpenseRequest;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

class RequestReaderTest {

  @Test
  void readExpense_allFields_areTextsAsSent() {
    ExpenseRequest expense =
        RequestReader.readExpense(
            json(
                """
                {"date": "2026-01-22", "type": "income", "category": " Food ", "amount": 1.20E+2,
                 "currency": "INR", "description": null}"""));

    assertThat(expense)
        .isEqualTo(
            new ExpenseRequest(
                "2026-01-22", "income", " Food ", "1.20E+2", "INR", null, List.of()));
  }

  @Test
  void readExpense_amountInAString_isItsText() {
    assertThat(RequestReader.readExpense(json("{\"amount\": \"1,280.8\"}")).amount())
        .isEqualTo("1,280.8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"userId\": \"ben\"} | userId unknown_field",
        "{\"version\": 7} | version unknown_field",
        "{\"expiresAt\": {\"a\": [1]}} | expiresAt unknown_field",
        "{\"<script>\": 1} | ' unknown_field'",
        "{\"été\": 1} | ' unknown_field'",
        "{\"date\": 20260122} | date wrong_type",
        "{\"amount\": true} | amount wrong_type",
        "{\"amount\": [1]} | amount wrong_type",
        "{\"category\": {\"S\": \"Food\"}} | category wrong_type",
        "{\"date\": \"2026-01-22\", \"date\": \"2026-01-22\"} | date duplicate_field",
        "{\"date\": null, \"date\": null} | date duplicate_field",
        "[] | ' wrong_type'",
        "7 | ' wrong_type'",
        "null | ' wrong_type'",
      })
  void readExpense_notAsItShouldBe_isNoted(String body, String malformed) {
    assertThat(RequestReader.readExpense(json(body)).malformed())
        .extracting(violation -> violation.field() + " " + violation.code())
        .containsExactly(malformed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "nul",
        "{'a': 1}",
        "{a: 1}",
        "{\"amount\": NaN}",
        "{\"amount\": Infinity}",
        "{\"amount\": -}",
        "{\"amount\": 0x10}",
        "{\"amount\": +5}",
        "{\"amount\": 012}",
        "{\"amount\": 1.}",
        "{\"amount\": .5}",
        "{\"a\": 1,}",
        "\uFEFF{}",
        "{\"a\": \"\u0000\"}",
        "/* */ {}"
      })
  void readExpense_notJson_isRefused(String body) {
    assertRefused(Reason.MALFORMED_JSON, () -> RequestReader.readExpense(json(body)));
  }

  @Test
  void readExpense_deepOrEndlessJson_isRefused() {
    assertRefused(
        Reason.MALFORMED_JSON,
        () -> RequestReader.readExpense(json("{\"a\": " + "[".repeat(30_000))));
    assertRefused(
        Reason.MALFORMED_JSON,
        () -> RequestReader.readExpense(json("{\"amount\": " + "9".repeat(1_001) + "}")));
    assertRefused(
        Reason.BODY_TOO_LARGE, () -> RequestReader.readExpense(json("[" + "1,".repeat(1_000_000))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "application/json; profile=x"
      })
  void readExpense_declaredAsJson_isRead(String contentType) {
    assertThat(RequestReader.readExpense(request(contentType, "{}")).malformed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/plain", "application/jsonp", "application/json; charset=utf-16", "json"})
  void readExpense_declaredOtherwise_isRefused(String contentType) {
    assertRefused(
        Reason.UNSUPPORTED_MEDIA_TYPE, () -> RequestReader.readExpense(request(contentType, "{}")));
  }

  @Test
  void readBatch_items_keepTheirOrderAndKeys() {
    List<BatchItem> items =
        RequestReader.readBatch(
            json(
                """
                {"expenses": [{"amount": 1, "idempotencyKey": "a"}, 7, {"amount": 2}]}"""));

    assertThat(items)
        .extracting(item -> item.idempotencyKey().orElse("-") + " " + item.expense().amount())
        .containsExactly("a 1", "- null", "- 2");
    assertThat(items.get(1).expense().malformed()).hasSize(1);
  }

  @Test
  void readExpense_idempotencyKeyInTheBody_isUnknown() {
    assertThat(RequestReader.readExpense(json("{\"idempotencyKey\": \"a\"}")).malformed())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"expenses\": []}",
        "{\"expenses\": {}}",
        "{\"expenses\": null}",
        "{\"expenses\": [{}], \"expenses\": [{}]}",
        "{\"expenses\": [{}], \"x\": 1}"
      })
  void readBatch_noListOfItems_isRefused(String body) {
    assertRefused(Reason.INVALID_REQUEST, () -> RequestReader.readBatch(json(body)));
  }

  @Test
  void readBatch_tooMany_isRefusedWithoutReadingOn() {
    String items = "{},".repeat(100) + "{}, not even JSON";

    assertThat(RequestReader.readBatch(json("{\"expenses\": [" + "{},".repeat(99) + "{}]}")))
        .hasSize(100);
    assertRefused(
        Reason.INVALID_REQUEST, () -> RequestReader.readBatch(json("{\"expenses\": [" + items)));
  }

  private static HttpRequest json(String body) {
    return request("application/json", body);
  }

  private static HttpRequest request(String contentType, String body) {
    return new HttpRequest(
        "POST /expenses",
        "asha",
        Set.of(),
        Map.of("content-type", contentType),
        Map.of(),
        QueryParameters.NONE,
        body);
  }

  private static void assertRefused(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
