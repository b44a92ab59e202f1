package outlay.local;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.contract.Contract;
import outlay.contract.Fuzz;

/**
 * What must be refused, and what must come back as it was sent: through the real API and functions.
 * Each answer is held against {@code openapi.yaml} as well. Nothing that is refused may be written,
 * nor answered with what was sent in it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputsIT {
  /** Longer than a busy machine takes; a sum with 1e1000000000 takes for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int MOST_AGAIN = 3;

  private static final String GOOD =
      "{\"date\": \"2026-01-22\", \"category\": \"Food\", \"amount\": 8.50, \"currency\": \"EUR\"}";

  @SuppressWarnings("NullAway.Init") // By start.
  private Stack stack;

  @SuppressWarnings("NullAway.Init") // By start.
  private Path data;

  @SuppressWarnings("NullAway.Init") // By start.
  private String token;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    data = folder;
    stack = Stack.start(Settings.inMemory(Path.of(".."), folder), Progress.silent());
    token = stack.accessToken("refused", List.of());
  }

  /** All tests that expect a refusal post as the same user: nothing of it was written. */
  @AfterAll
  void stop() throws Exception {
    try {
      assertThat(get("refused", "/expenses").body()).isEqualTo("{\"expenses\":[]}");
    } finally {
      stack.close();
    }
  }

  // ---------------------------------------------------------------- Requests

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(stack.addresses().api() + path)).timeout(PATIENCE);
  }

  private HttpRequest.Builder as(String user, String path) {
    return request(path)
        .header("authorization", "Bearer " + stack.accessToken(user, List.of()))
        .header("content-type", "application/json");
  }

  /** Again if it is answered 503, as the API asks for: a busy machine's store may be late. */
  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    for (int again = 0; answer.statusCode() == 503 && again < MOST_AGAIN; again++) {
      answer = http.send(request.build(), BodyHandlers.ofString());
    }
    return answer;
  }

  private HttpResponse<String> get(String user, String path) throws Exception {
    return send(as(user, path).GET());
  }

  private HttpResponse<String> post(String user, String body) throws Exception {
    return send(as(user, "/expenses").POST(BodyPublishers.ofString(body)));
  }

  /** The results of a batch whose items have keys: those that were answered 503 are sent again. */
  private JsonNode batch(String user, ObjectNode body) throws Exception {
    JsonNode results = NullNode.getInstance();
    for (int again = 0; again <= MOST_AGAIN; again++) {
      HttpResponse<String> answer =
          send(as(user, "/expenses/batch").POST(BodyPublishers.ofString(body.toString())));
      assertThat(answer.statusCode()).isEqualTo(200);
      results = Control.JSON.readTree(answer.body()).path("results");
      if (!answer.body().contains("\"status\":503")) {
        break;
      }
    }
    return results;
  }

  private static String with(String field, JsonNode value) throws IOException {
    ObjectNode body = (ObjectNode) Control.JSON.readTree(GOOD);
    body.set(field, value);
    return body.toString();
  }

  private static String withText(String field, String value) throws IOException {
    return with(field, Control.JSON.getNodeFactory().textNode(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.body())
        .contains("\"code\":\"" + code + "\"")
        .doesNotContain("arn:", "Exception", "\tat ");
  }

  @Test
  void contract_isCheckedInEveryStackOfTheSuite() throws Exception {
    assertThat(ContractCheck.beside(Path.of("../template.yaml"))).isPresent();
  }

  // ---------------------------------------------------------------- Whose it is

  @Test
  void anothersAndAbsent_areTheSame404() throws Exception {
    JsonNode hers = Control.JSON.readTree(post("hers", GOOD).body());
    List<String> ids =
        List.of(hers.path("expenseId").asText(), UUID.randomUUID().toString(), "x", "..%2F..");

    for (String path : List.of("/expenses/%s", "/expenses/%s/restore")) {
      List<String> methods =
          path.endsWith("restore") ? List.of("POST") : List.of("GET", "PUT", "DELETE");
      for (String method : methods) {
        for (String id : ids) {
          HttpResponse<String> answer =
              send(as("his", path.formatted(id)).method(method, BodyPublishers.ofString(GOOD)));

          assertRefused(answer, 404, "expense-not-found");
          assertThat(answer.body()).contains("\"detail\":\"You have no expense with this id.\"");
        }
      }
    }
    assertThat(get("hers", "/expenses/" + ids.get(0)).statusCode()).isEqualTo(200);
  }

  @Test
  void cursor_notOfThisQueryAndUser_is400() throws Exception {
    post("pages", GOOD);
    post("pages", GOOD);
    JsonNode page = Control.JSON.readTree(get("pages", "/expenses?limit=1").body());
    String cursor = page.path("nextCursor").asText();
    String forged =
        cursor.substring(0, 9) + (cursor.charAt(9) == 'A' ? 'B' : 'A') + cursor.substring(10);

    assertThat(get("pages", "/expenses?limit=1&cursor=" + cursor).statusCode()).isEqualTo(200);
    for (String bad :
        List.of(forged, cursor.substring(1), "", "%00", "%C2%A0", "x".repeat(8_000))) {
      assertRefused(get("pages", "/expenses?cursor=" + bad), 400, "invalid-cursor");
    }
    assertRefused(get("pages", "/expenses?type=income&cursor=" + cursor), 400, "invalid-cursor");
    assertRefused(get("others", "/expenses?cursor=" + cursor), 400, "invalid-cursor");
    HttpResponse<String> tenKilobytes = get("pages", "/expenses?cursor=" + "x".repeat(10_240));
    assertThat(tenKilobytes.statusCode()).isEqualTo(431);
  }

  // ---------------------------------------------------------------- Who it is

  private RSAKey key() throws Exception {
    String keyId = SignedJWT.parse(token).getHeader().getKeyID();
    return new RSAKey.Builder(RSAKey.parse(Files.readString(data.resolve("sign-in-key"))))
        .keyID(keyId)
        .build();
  }

  private JWTClaimsSet.Builder claims() throws Exception {
    return new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet());
  }

  private String signed(JWTClaimsSet claims, String keyId) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).type(JOSEObjectType.JWT).build(),
            claims);
    jwt.sign(new RSASSASigner(key()));
    return jwt.serialize();
  }

  private Map<String, String> badTokens() throws Exception {
    String keyId = key().getKeyID();
    SignedJWT symmetric =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build(), claims().build());
    symmetric.sign(new MACSigner(key().toRSAPublicKey().getEncoded()));
    Date past = Date.from(Instant.now().minusSeconds(3_600));
    Date later = Date.from(Instant.now().plusSeconds(3_600));
    return Map.of(
        "alg none", new PlainJWT(claims().build()).serialize(),
        "HS256 with the public key", symmetric.serialize(),
        "unknown key", signed(claims().build(), "other"),
        "expired", signed(claims().expirationTime(past).build(), keyId),
        "not yet", signed(claims().notBeforeTime(later).build(), keyId),
        "other audience", signed(claims().claim("client_id", "other").build(), keyId),
        "other issuer", signed(claims().issuer("http://127.0.0.1:1/outlay").build(), keyId),
        "other subject", token.replaceFirst("\\..*\\.", "." + token.split("\\.", -1)[0] + "."),
        "garbage", "x");
  }

  @Test
  void token_thatIsNotGood_is401() throws Exception {
    assertThat(
            send(request("/expenses")
                    .header(
                        "authorization", "Bearer " + signed(claims().build(), key().getKeyID())))
                .statusCode())
        .isEqualTo(200);
    for (Map.Entry<String, String> bad : badTokens().entrySet()) {
      HttpResponse<String> answer =
          send(request("/expenses").header("authorization", "Bearer " + bad.getValue()));

      assertThat(answer.statusCode()).as(bad.getKey()).isEqualTo(401);
      assertThat(answer.body()).isEqualTo("{\"message\":\"Unauthorized\"}");
    }
    assertThat(send(request("/expenses")).statusCode()).isEqualTo(401);
    assertThat(
            send(request("/expenses")
                    .header("authorization", "Bearer " + token)
                    .header("authorization", "Bearer " + token))
                .statusCode())
        .isEqualTo(401);
  }

  // ---------------------------------------------------------------- Bodies

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId",
        "version",
        "createdAt",
        "updatedAt",
        "deletedAt",
        "expiresAt",
        "id",
        "<b>"
      })
  void body_withAFieldOfOurs_is400(String field) throws Exception {
    HttpResponse<String> answer = post("refused", withText(field, "zzzzzzzz"));

    assertRefused(answer, 400, "invalid-request");
    assertThat(answer.body()).contains("unknown_field").doesNotContain("zzzzzzzz", "<b>");
  }

  @Test
  void body_withAKeyTwice_is400() throws Exception {
    HttpResponse<String> answer = post("refused", GOOD.replace("{", "{\"amount\": 1, "));

    assertRefused(answer, 400, "invalid-request");
    assertThat(answer.body()).contains("duplicate_field");
  }

  static Stream<byte[]> notJson() {
    return Stream.of(
            "x",
            "{",
            GOOD + GOOD,
            "\ufeff" + GOOD,
            GOOD.replace("8.50", "NaN"),
            GOOD.replace("8.50", "Infinity"),
            GOOD.replace("8.50", "0x10"),
            GOOD.replace("8.50", "+5"),
            "[".repeat(10_000),
            "{\"a\":".repeat(5_000))
        .map(text -> text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void body_notJson_is400_inTime(byte[] body) throws Exception {
    HttpResponse<String> answer =
        send(as("refused", "/expenses").POST(BodyPublishers.ofByteArray(body)));

    assertRefused(answer, 400, "malformed-json");
  }

  @Test
  void body_inUtf16OrBrokenUtf8_is400() throws Exception {
    for (byte[] body : List.of(GOOD.getBytes(UTF_16), new byte[] {'"', (byte) 0xc3, '"'})) {
      assertRefused(
          send(as("refused", "/expenses").POST(BodyPublishers.ofByteArray(body))),
          400,
          "malformed-json");
    }
  }

  @Test
  void body_tooLarge_is413_inTime() throws Exception {
    String elements = "[" + "1,".repeat(1_000_000) + "1]";
    for (String body : List.of("[".repeat(100_000), elements)) {
      assertRefused(post("refused", body), 413, "body-too-large");
    }
    HttpResponse<String> sixMegabytes = post("refused", "\"" + "x".repeat(7_000_000) + "\"");
    assertThat(sixMegabytes.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=utf-16"})
  void body_ofAnotherType_is415(String type) throws Exception {
    HttpRequest.Builder request =
        request("/expenses")
            .header("authorization", "Bearer " + token)
            .header("content-type", type)
            .POST(BodyPublishers.ofString(GOOD));

    assertRefused(send(request), 415, "unsupported-media-type");
  }

  // ---------------------------------------------------------------- Fields

  @ParameterizedTest
  @CsvSource({
    "1e400,EUR",
    "1e1000000000,EUR",
    "1E-400,EUR",
    "1234567890123456789012345678901234567890,EUR",
    "-0,EUR",
    "0,EUR",
    "-5,EUR",
    "12.345,EUR",
    "1.5,JPY",
    "100000000000,EUR",
  })
  void amount_thatIsNone_is400_inTime(String amount, String currency) throws Exception {
    String body = GOOD.replace("8.50", amount).replace("EUR", currency);

    assertRefused(post("refused", body), 400, "invalid-request");
    String text = withText("amount", amount).replace("EUR", currency);
    assertRefused(post("refused", text), 400, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "0x10", "+5", "1,280.8", "", " 1", "1_000", "١"})
  void amount_textThatIsNoNumber_is400(String amount) throws Exception {
    HttpResponse<String> answer = post("refused", withText("amount", amount));

    assertRefused(answer, 400, "invalid-request");
    assertThat(answer.body()).contains("\"field\":\"amount\"");
  }

  static Stream<String> texts() {
    return Stream.of(
        "",
        "x",
        "x".repeat(1000),
        "💸".repeat(1000),
        "e\u0301 \u00e9",
        "שלום \u200f123",
        "two\nlines\tand a tab",
        "=HYPERLINK(\"http://x\")",
        "+1+cmd",
        "-2",
        "@SUM(A1)",
        "\tx",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; DROP TABLE expenses; --",
        "${jndi:ldap://x}",
        "\n{\"level\":\"ERROR\"}",
        "{\"default\":\"x\"}");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void description_comesBackAsSent_andHarmlessInTheFile(String text) throws Exception {
    String user = "texts-" + Integer.toHexString(text.hashCode());
    HttpResponse<String> answer = post(user, withText("description", text));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode stored = Control.JSON.readTree(answer.body());
    String id = stored.path("expenseId").asText();
    assertThat(stored.path("description").asText()).isEqualTo(text);
    assertThat(
            Control.JSON.readTree(get(user, "/expenses/" + id).body()).path("description").asText())
        .isEqualTo(text);
    String harmless =
        !text.isEmpty() && "=+-@\t\n'".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    assertThat(get(user, "/expenses.csv").body())
        .endsWith("\"EUR\",\"" + harmless.replace("\"", "\"\"") + "\",\"" + id + "\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "\\ud800",
        "\\udc00x",
        "\\u0007",
        "\\r",
        "\\u001b[31m",
        "\\u009f",
        "\\u202e",
        "\\u2066"
      })
  void description_withWhatIsHarmful_is400(String escaped) throws Exception {
    HttpResponse<String> answer =
        post("refused", GOOD.replace("}", ", \"description\": \"a" + escaped + "b\"}"));

    assertRefused(answer, 400, "invalid-request");
    assertThat(answer.body()).contains("\"field\":\"description\",\"code\":\"invalid_character\"");
  }

  @Test
  void texts_areCountedInCodePoints() throws Exception {
    assertRefused(
        post("refused", withText("description", "💸".repeat(1001))), 400, "invalid-request");
    assertRefused(post("refused", withText("category", "💸".repeat(101))), 400, "invalid-request");
    assertRefused(post("refused", withText("category", "")), 400, "invalid-request");
    assertRefused(post("refused", withText("category", " \u2003")), 400, "invalid-request");
  }

  static Stream<String> categories() {
    return Stream.of(
        "x",
        "💸".repeat(100),
        "#",
        ".",
        "..",
        "a.b[0]",
        "name",
        "size",
        "INR#Food",
        "a?b",
        "a/b",
        "%2F");
  }

  @ParameterizedTest
  @MethodSource("categories")
  void category_isOneEverywhere(String category) throws Exception {
    String user = "categories-" + Integer.toHexString(category.hashCode());
    String query = "category=" + encoded(category);

    assertThat(post(user, withText("category", category)).statusCode()).isEqualTo(201);
    assertThat(
            send(as(user, "/budgets/EUR?" + query).PUT(BodyPublishers.ofString("{\"limit\": 10}")))
                .statusCode())
        .isEqualTo(201);

    assertThat(Control.JSON.readTree(get(user, "/expenses?" + query).body()).path("expenses"))
        .hasSize(1);
    assertThat(stack.awaitDrained(PATIENCE)).isTrue();
    JsonNode budget =
        Control.JSON.readTree(get(user, "/budgets/EUR?month=2026-01&" + query).body());
    assertThat(budget.path("category").asText()).isEqualTo(category);
    assertThat(budget.path("spent").asText()).isEqualTo("8.5");
  }

  @Test
  void categories_inThousands_leaveADayWithinItsBounds() throws Exception {
    for (int batch = 0; batch < 3; batch++) {
      ObjectNode body = Control.JSON.createObjectNode();
      ArrayNode expenses = body.putArray("expenses");
      for (int i = 0; i < 100; i++) {
        String name = "c" + batch + "-" + i;
        ObjectNode expense = (ObjectNode) Control.JSON.readTree(withText("category", name));
        expenses.add(expense.put("idempotencyKey", name));
      }
      assertThat(batch("many", body).findValues("status"))
          .allSatisfy(status -> assertThat(status.asInt()).isIn(200, 201));
    }

    assertThat(stack.awaitDrained(PATIENCE)).isTrue();
    JsonNode day =
        Control.JSON.readTree(
            get("many", "/summary?period=day&from=2026-01-22&to=2026-01-22").body());
    assertThat(day.at("/currencies/0/count").asInt()).isEqualTo(300);
    assertThat(day.at("/currencies/0/categories").size()).isLessThanOrEqualTo(201);
    assertThat(day.at("/currencies/0/categories").findValuesAsText("category")).contains("Other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-02-30",
        "2023-02-29",
        "0000-01-01",
        "9999-12-31",
        "1969-12-31",
        "1769040000000",
        "2026-01-22T00:00:00Z",
        "2026-1-22",
        "２０２６-01-22"
      })
  void date_thatIsNone_is400(String date) throws Exception {
    assertRefused(post("refused", withText("date", date)), 400, "invalid-request");
  }

  @Test
  void date_atEitherEnd_isTaken_andADayFurtherIsNot() throws Exception {
    LocalDate last = LocalDate.now(ZoneOffset.UTC).plusYears(1);

    assertThat(post("dates", withText("date", "1970-01-01")).statusCode()).isEqualTo(201);
    assertThat(post("dates", withText("date", last.toString())).statusCode()).isEqualTo(201);
    // Two days, since a day may end meanwhile.
    assertRefused(
        post("refused", withText("date", last.plusDays(2).toString())), 400, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "eur", "BTC", "DEM", "XAU", "", "EURO"})
  void currency_thatIsNone_is400(String currency) throws Exception {
    assertRefused(post("refused", withText("currency", currency)), 400, "invalid-request");
  }

  // ---------------------------------------------------------------- Queries and headers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/expenses?limit=0",
        "/expenses?limit=-1",
        "/expenses?limit=101",
        "/expenses?limit=1e9",
        "/expenses?limit=%D9%A1",
        "/expenses?limit=1&limit=2",
        "/expenses?userId=hers",
        "/expenses?from=2026-01-02&to=2026-01-01",
        "/expenses?from=2025-02-30",
        "/expenses?text=",
        "/expenses?%00=1",
        "/budgets?month=2026-01&month=2026-02",
        "/budgets?month=..%2F..%2Fx",
        "/alerts?month=2026-13",
        "/summary?period=year",
        "/summary?from=1970-01-01&to=9999-12-31",
        "/budgets/XXX",
        "/budgets/EUR/Food?category=Food",
      })
  void query_thatIsNone_is400(String path) throws Exception {
    assertRefused(get("refused", path), 400, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "256", "é", "\u0001"})
  void idempotencyKey_thatIsNone_is400(String key) throws Exception {
    String sent = key.equals("256") ? "k".repeat(256) : key;

    String answer =
        raw(
            "POST /expenses HTTP/1.1\r\nhost: api\r\nconnection: close\r\nauthorization: Bearer "
                + token
                + "\r\ncontent-type: application/json\r\nidempotency-key: "
                + sent
                + "\r\ncontent-length: "
                + GOOD.length()
                + "\r\n\r\n"
                + GOOD);

    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("kkkkkkkk", "é");
  }

  /** For what no client library would send. */
  private String raw(String request) throws IOException {
    URI api = stack.addresses().api();
    try (Socket socket = new Socket(api.getHost(), api.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void ifMatch_oldMalformedOrAny() throws Exception {
    String id = Control.JSON.readTree(post("tags", GOOD).body()).path("expenseId").asText();

    assertThat(put(id, "\"1\"").statusCode()).isEqualTo(200);
    assertRefused(put(id, "\"1\""), 412, "version-mismatch");
    for (String malformed :
        List.of("1", "W/\"2\"", "\"x\"", "\"1\", \"2\"", "\"" + "9".repeat(99) + "\"")) {
      assertRefused(put(id, malformed), 400, "invalid-request");
    }
    assertThat(put(id, "*").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> put(String id, String ifMatch) throws Exception {
    return send(
        as("tags", "/expenses/" + id)
            .header("if-match", ifMatch)
            .PUT(BodyPublishers.ofString(GOOD)));
  }

  // ---------------------------------------------------------------- What comes of it elsewhere

  @Test
  void whatReachesMailsAndLogs_isTextOnOneLine() throws Exception {
    String category = "{\"default\":\"x\"} ${jndi:ldap://x}";
    ObjectNode expense = (ObjectNode) Control.JSON.readTree(withText("category", category));
    expense.put("amount", 900).put("description", "\n{\"level\":\"ERROR\"}\nSubject: x");
    Addresses at = stack.addresses();
    String user = "mailed";
    try (Person person =
        new Person(user, stack.accessToken(user, List.of()), at.api(), at.mail(), at.edge())) {
      assertThat(post(user, expense.toString()).statusCode()).isEqualTo(201);

      JsonNode mails = Control.JSON.readTree(person.waitsForMail());
      for (JsonNode mail : mails) {
        assertThat(mail.path("subject").asText()).doesNotContain("default", "jndi", "\n", "ERROR");
      }
    }
    for (String function : List.of("Ingest", "Alerts", "Totals")) {
      String log = Files.readString(data.resolve("logs").resolve(function + ".log"));
      assertThat(log).doesNotContain("jndi", "Subject: x");
    }
  }

  // ---------------------------------------------------------------- What nobody thought of

  @Test
  void fuzz_everyAnswerIsInTheContract() throws Exception {
    long seed = Long.getLong("outlay.seed", 7); // bench/fuzz takes others.
    List<String> tokens =
        List.of(
            stack.accessToken("fuzz-one", List.of()),
            stack.accessToken("fuzz-two", List.of("finance")),
            stack.accessToken("fuzz-three", List.of("operators")));
    // A function that starts on a busy machine may be late, and one late answer is a 5xx.
    for (String path : List.of("/expenses", "/budgets", "/reports")) {
      send(request(path).header("authorization", "Bearer " + tokens.get(2)).GET());
    }

    Fuzz.Result result =
        Fuzz.run(
            Contract.read(Path.of("../openapi.yaml")), stack.addresses().api(), tokens, seed, 300);

    System.out.println("InputsIT: -Doutlay.seed=" + seed + ": " + summary(result));
    assertThat(result.faults()).as("-Doutlay.seed=%d; logged: %s", seed, errors()).isEmpty();
  }

  /** What the functions logged as errors. */
  private List<String> errors() throws IOException {
    List<String> errors = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(data.resolve("logs"))) {
      for (Path log : logs) {
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("\"ERROR\""))
            .forEach(errors::add);
      }
    }
    return errors;
  }

  private static String summary(Fuzz.Result result) {
    return result.answers().entrySet().stream()
        .collect(
            Collectors.groupingBy(
                each -> each.getKey().substring(each.getKey().lastIndexOf(' ') + 1),
                Collectors.summingInt(Map.Entry::getValue)))
        .toString();
  }
}
