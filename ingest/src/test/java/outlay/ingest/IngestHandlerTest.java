package outlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.ingest.Gateway.Answer;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

class IngestHandlerTest {
  private static final String LUNCH =
      """
      {"date": "2026-01-22", "category": "Food", "amount": 120}""";
  private static final String DINNER =
      """
      {"date": "2026-02-01", "category": "Evenings", "amount": "9.999", "currency": "JOD",
       "type": "income", "description": "with two\\nlines"}""";

  private final Gateway gateway = new Gateway(new InMemoryExpenseStore());

  @ParameterizedTest
  @ValueSource(strings = {"/expenses", "/add-expense", "/addExpense"})
  void record_minimalBody_isCreatedWithDefaults(String path) {
    Answer answer = gateway.post("asha", path, LUNCH);

    JsonNode body = answer.json();
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("etag", "\"1\"")
        .containsEntry("location", "/expenses/" + body.get("expenseId").asText());
    assertThat(body.get("message").asText()).isEqualTo("Expense added successfully");
    assertThat(body.get("type").asText()).isEqualTo("expense");
    assertThat(body.get("date").asText()).isEqualTo("2026-01-22");
    assertThat(body.get("category").asText()).isEqualTo("Food");
    assertThat(body.get("amount").isNumber()).isTrue();
    assertThat(body.get("amount").decimalValue()).isEqualByComparingTo("120");
    assertThat(body.get("currency").asText()).isEqualTo("INR");
    assertThat(body.get("version").asLong()).isEqualTo(1);
    assertThat(body.get("createdAt").asText()).isEqualTo("2026-01-22T12:00:00.123456Z");
  }

  @Test
  void record_withoutKey_isANewExpenseEachTime() {
    String first = id(gateway.post("asha", "/expenses", LUNCH));
    String second = id(gateway.post("asha", "/expenses", LUNCH));

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void record_sameKeyAndContent_answersTheStoredExpense() {
    Answer first = record("asha", DINNER, "k1");
    gateway.send("asha", "PUT /expenses/{id}", id(first), LUNCH);

    Answer again = gateway.post("asha", "/expenses", DINNER, "idempotency-key", "k1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers())
        .containsEntry("idempotent-replayed", "true")
        .containsEntry("etag", "\"2\"");
    assertThat(id(again)).isEqualTo(id(first));
  }

  @Test
  void record_sameKeyOtherContent_isRefused() {
    record("asha", LUNCH, "k1");

    Answer answer = record("asha", DINNER, "k1");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void record_sameKeyOfADeletedExpense_isRefused() {
    Answer first = record("asha", LUNCH, "k1");
    gateway.send("asha", "DELETE /expenses/{id}", id(first), null);

    assertThat(record("asha", LUNCH, "k1").code()).isEqualTo("expense-deleted");
  }

  @Test
  void record_sameKeyOfAnotherUser_isAnotherExpense() {
    Answer first = record("asha", LUNCH, "k1");
    Answer second = record("ben", LUNCH, "k1");

    assertThat(second.status()).isEqualTo(201);
    assertThat(id(second)).isNotEqualTo(id(first));
  }

  @Test
  void record_sameAmountWrittenOtherwise_isTheSameContent() {
    record("asha", LUNCH, "k1");

    assertThat(record("asha", LUNCH.replace("120", "\"1.2e2\""), "k1").status()).isEqualTo(200);
  }

  @Test
  void record_manyThingsWrong_namesEachField() {
    Answer answer =
        gateway.post(
            "asha",
            "/expenses",
            """
            {"date": "2025-02-30", "category": " ", "amount": "1,280.8", "currency": "eur",
             "type": "gift", "description": 7, "userId": "ben", "date": "2025-02-28"}""",
            "idempotency-key",
            " ");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(errors(answer))
        .containsExactlyInAnyOrder(
            "Idempotency-Key invalid_key",
            "date duplicate_field",
            "category blank",
            "amount not_a_number",
            "currency unknown_currency",
            "type unknown_type",
            "description wrong_type",
            "userId unknown_field",
            "date not_a_date");
  }

  @Test
  void record_nothingSent_namesWhatIsRequired() {
    assertThat(errors(gateway.post("asha", "/expenses", "{}")))
        .containsExactlyInAnyOrder("date required", "category required", "amount required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}{}",
        "nul",
        "{'date': 1}",
        "{\"amount\": NaN}",
        "{\"amount\": 0x10}",
        "{\"amount\": +5}",
        "{\"amount\": 012}",
        "\uFEFF{}"
      })
  void record_notJson_isRefused(String body) {
    Answer answer = gateway.post("asha", "/expenses", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("malformed-json");
  }

  @Test
  void record_deepNesting_isRefused() {
    String deep = "{\"category\": " + "[".repeat(15_000) + "]".repeat(15_000) + "}";

    assertThat(gateway.post("asha", "/expenses", deep).code()).isEqualTo("malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "\"text\"", "null"})
  void record_noObject_isRefused(String body) {
    assertThat(errors(gateway.post("asha", "/expenses", body))).contains(" wrong_type");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json;charset=utf-8, 201",
    "application/json; charset=UTF-8, 201",
    "application/json; charset=utf-16, 415",
    "application/x-www-form-urlencoded, 415",
    "text/plain, 415",
    "'', 415"
  })
  void record_contentType_isChecked(String contentType, int status) {
    assertThat(gateway.post("asha", "/expenses", LUNCH, "content-type", contentType).status())
        .isEqualTo(status);
  }

  @Test
  void record_tooLarge_isRefused() {
    Answer answer = gateway.post("asha", "/expenses", "{\"description\": \"" + "x".repeat(40_000));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("body-too-large");
  }

  @Test
  void record_base64Body_isRead() throws IOException {
    ObjectNode event = Gateway.event();
    event.put("routeKey", "POST /expenses").put("isBase64Encoded", true);
    event.put("body", base64(LUNCH.getBytes(StandardCharsets.UTF_8)));
    ((ObjectNode) event.get("headers")).put("content-type", "application/json");

    assertThat(gateway.send(event).status()).isEqualTo(201);
  }

  @Test
  void record_bodyInUtf16_isRefused() throws IOException {
    ObjectNode event = Gateway.event();
    event.put("routeKey", "POST /expenses").put("isBase64Encoded", true);
    event.put("body", base64(LUNCH.getBytes(StandardCharsets.UTF_16)));
    ((ObjectNode) event.get("headers")).put("content-type", "application/json");

    assertThat(gateway.send(event).code()).isEqualTo("malformed-json");
  }

  @Test
  void record_noSubject_isRefused() throws IOException {
    ObjectNode event = Gateway.event();
    event.put("routeKey", "POST /expenses").put("body", LUNCH);
    ((ObjectNode) event.get("requestContext")).remove("authorizer");

    Answer answer = gateway.send(event);

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void edit_replacesTheExpense() {
    String id = id(gateway.post("asha", "/expenses", LUNCH));

    Answer answer = gateway.send("asha", "PUT /expenses/{id}", id, DINNER, "if-match", "\"1\"");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("etag", "\"2\"");
    assertThat(answer.json().get("amount").toString()).isEqualTo("9.999");
    assertThat(answer.json().get("description").asText()).isEqualTo("with two\nlines");
  }

  @ParameterizedTest
  @CsvSource({"'\"7\"', 412", "'W/\"1\"', 400", "1, 400", "'\"\"', 400", "*, 200", "'\"x\"', 400"})
  void edit_ifMatch_isChecked(String ifMatch, int status) {
    String id = id(gateway.post("asha", "/expenses", LUNCH));

    assertThat(gateway.send("asha", "PUT /expenses/{id}", id, DINNER, "if-match", ifMatch).status())
        .isEqualTo(status);
  }

  @Test
  void change_anothersAbsentOrImpossibleId_answersAlike() {
    String id = id(gateway.post("asha", "/expenses", LUNCH));
    for (String route :
        List.of("PUT /expenses/{id}", "DELETE /expenses/{id}", "POST /expenses/{id}/restore")) {
      JsonNode anothers = gateway.send("ben", route, id, LUNCH).json();

      assertThat(anothers.get("code").asText()).isEqualTo("expense-not-found");
      assertThat(gateway.send("ben", route, Fixtures.ID, LUNCH).json()).isEqualTo(anothers);
      assertThat(gateway.send("ben", route, "../asha", LUNCH).json()).isEqualTo(anothers);
    }
  }

  @Test
  void delete_thenRestore_givesItBack() {
    String id = id(gateway.post("asha", "/expenses", LUNCH));

    Answer deleted = gateway.send("asha", "DELETE /expenses/{id}", id, null);
    Answer again = gateway.send("asha", "DELETE /expenses/{id}", id, null);
    Answer restored = gateway.send("asha", "POST /expenses/{id}/restore", id, null);

    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.body()).isNull();
    assertThat(again.headers()).containsEntry("etag", "\"2\"");
    assertThat(restored.status()).isEqualTo(200);
    assertThat(restored.headers()).containsEntry("etag", "\"3\"");
    assertThat(restored.json().has("deletedAt")).isFalse();
  }

  @Test
  void batch_goodAndBad_answersEachInOrder() {
    Answer answer =
        gateway.post(
            "asha",
            "/expenses/batch",
            """
            {"expenses": [
              {"date": "2026-01-22", "category": "Food", "amount": 1, "idempotencyKey": "a"},
              {"date": "2026-01-22", "category": "Food", "amount": 0},
              {"date": "2026-01-22", "category": "Food", "amount": 1, "idempotencyKey": "a"},
              {"date": "2026-01-22", "category": "Food", "amount": 2, "idempotencyKey": "a"},
              7,
              {"date": "2026-01-23", "category": "Food", "amount": 3, "idempotencyKey": ""}
            ]}""");

    JsonNode results = answer.json().get("results");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(results)
        .extracting(result -> result.get("status").asInt())
        .containsExactly(201, 400, 200, 422, 400, 400);
    assertThat(results.at("/1/problem/errors/0/field").asText()).isEqualTo("amount");
    assertThat(results.at("/2/expense/expenseId")).isEqualTo(results.at("/0/expense/expenseId"));
    assertThat(results.at("/5/problem/errors/0/field").asText()).isEqualTo("idempotencyKey");
  }

  @Test
  void batch_hundred_areAllRecorded() {
    Answer answer = gateway.post("asha", "/expenses/batch", batchOf(100));

    assertThat(answer.json().get("results"))
        .hasSize(100)
        .allSatisfy(result -> assertThat(result.get("status").asInt()).isEqualTo(201));
    assertThat(answer.json().at("/results/42/expense/amount").asInt()).isEqualTo(43);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"expenses\": []}", "{\"expenses\": {}}", "{\"x\": []}"})
  void batch_noList_isRefused(String body) {
    Answer answer = gateway.post("asha", "/expenses/batch", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(errors(answer)).anyMatch(error -> error.startsWith("expenses "));
  }

  @Test
  void batch_tooMany_isRefused() {
    assertThat(errors(gateway.post("asha", "/expenses/batch", batchOf(101))))
        .containsExactly("expenses out_of_range");
  }

  @Test
  void anything_unforeseen_isAFaultThatTellsNothing() {
    ExpenseStore broken =
        new ForwardingExpenseStore(new InMemoryExpenseStore()) {
          @Override
          public Recorded record(outlay.model.Expense expense) {
            throw new IllegalStateException("arn:aws:secret");
          }
        };

    Answer answer = new Gateway(broken).post("asha", "/expenses", LUNCH);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().toString())
        .contains("8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        .doesNotContain("arn:aws");
  }

  @Test
  void record_storeIsBusy_saysWhenToComeBack() {
    ExpenseStore busy =
        new ForwardingExpenseStore(new InMemoryExpenseStore()) {
          @Override
          public Recorded record(outlay.model.Expense expense) {
            throw new Refusal(Reason.THROTTLED, "busy");
          }
        };

    Answer answer = new Gateway(busy).post("asha", "/expenses", LUNCH);

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers()).containsEntry("retry-after", "1");
  }

  private Answer record(String userId, String body, String key) {
    return gateway.post(userId, "/expenses", body, "idempotency-key", key);
  }

  private static String id(Answer answer) {
    return answer.json().get("expenseId").asText();
  }

  private static List<String> errors(Answer answer) {
    return StreamSupport.stream(answer.json().path("errors").spliterator(), false)
        .map(error -> error.get("field").asText() + " " + error.get("code").asText())
        .toList();
  }

  private static String batchOf(int size) {
    return IntStream.rangeClosed(1, size)
        .mapToObj("{\"date\": \"2026-01-22\", \"category\": \"Food\", \"amount\": %d}"::formatted)
        .collect(Collectors.joining(",", "{\"expenses\": [", "]}"));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
