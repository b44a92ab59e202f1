package outlay.edge;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.model.Refusal;
import outlay.model.Refusal.Reason;

class GatewayEventTest {
  private static final String CONTEXT =
      """
      "requestContext": {"accountId": "1", "authorizer": {"x": [1, {"sub": "no"}], "jwt": {"claims":
      {"scope": "outlay/read", "sub": "asha"}, "scopes": ["sub"]}}, "http": {"sub": "no"}}""";

  @Test
  void request_holdsWhatIsLookedAt() throws IOException {
    HttpRequest request =
        request(
            """
            {"version": "2.0", "routeKey": "GET /expenses/{id}", "rawPath": "/expenses/7",
             "rawQueryString": "text=a%%2Cb&limit=5", "cookies": ["a=b"],
             "headers": {"accept": "*/*"}, "stageVariables": {"sub": "no"},
             "queryStringParameters": {"text": "a,b", "limit": "5"},
             "pathParameters": {"id": "7"}, "body": "{}", "isBase64Encoded": false, %s}"""
                .formatted(CONTEXT));

    assertThat(request)
        .isEqualTo(
            new HttpRequest(
                "GET /expenses/{id}",
                "asha",
                Set.of(),
                Map.of("accept", "*/*"),
                Map.of("id", "7"),
                new QueryParameters(Map.of("text", "a,b", "limit", "5"), Set.of()),
                "{}"));
  }

  @Test
  void request_nothingButAUser_isEmpty() throws IOException {
    assertThat(request("{%s}".formatted(CONTEXT)))
        .isEqualTo(
            new HttpRequest("", "asha", Set.of(), Map.of(), Map.of(), QueryParameters.NONE, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[finance operators]' | finance operators",
        "'[finance]' | finance",
        "'[]' | ''",
        "'finance' | ''",
        "'[[finance]' | [finance"
      })
  void request_groups_areListedInTheClaim(String claim, String groups) throws IOException {
    HttpRequest request =
        request(
            """
            {"requestContext": {"authorizer": {"jwt": {"claims":
              {"cognito:groups": "%s", "sub": "asha"}}}}}"""
                .formatted(claim));

    assertThat(request.userId()).isEqualTo("asha");
    assertThat(String.join(" ", new TreeSet<>(request.groups()))).isEqualTo(groups);
  }

  @Test
  void request_groupsElsewhere_areNone() throws IOException {
    HttpRequest request =
        request(
            """
            {"headers": {"cognito:groups": "[finance]"}, "cognito:groups": "[finance]", "requestContext":
              {"cognito:groups": "[finance]", "authorizer": {"jwt": {"cognito:groups": "[finance]",
                "claims": {"sub": "asha", "custom": {"cognito:groups": "[finance]"}}}}}}""");

    assertThat(request.groups()).isEmpty();
    assertThatThrownBy(() -> request.requireGroup(Set.of("finance")))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN));
  }

  @Test
  void request_nulls_areAbsent() throws IOException {
    HttpRequest request =
        request(
            """
            {"headers": null, "queryStringParameters": null, "rawQueryString": null,
             "pathParameters": null, "body": null, %s}"""
                .formatted(CONTEXT));

    assertThat(request.query()).isEqualTo(QueryParameters.NONE);
    assertThat(request.headers()).isEmpty();
    assertThat(request.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"requestContext\": null}",
        "{\"requestContext\": {\"authorizer\": {\"jwt\": {\"claims\": {\"sub\": \"\"}}}}}",
        "{\"requestContext\": {\"authorizer\": {\"jwt\": {\"claims\": {\"sub\": 7}}}}}",
        "{\"requestContext\": {\"authorizer\": [{\"jwt\": {\"claims\": {\"sub\": \"asha\"}}}]}}",
        "{\"requestContext\": {\"sub\": \"asha\"}, \"sub\": \"asha\"}"
      })
  void request_withoutUser_isRefused(String event) {
    assertThatThrownBy(() -> request(event))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNAUTHENTICATED));
  }

  @Test
  void request_publicRouteWithoutUser_namesNobody() throws IOException {
    GatewayEvent event = read("{\"routeKey\": \"GET /health\"}");

    assertThat(event.request(Set.of("GET /health")).userId()).isEmpty();
    assertThatThrownBy(() -> event.request(Set.of("GET /other"))).isInstanceOf(Refusal.class);
  }

  @Test
  void request_base64_isDecoded() throws IOException {
    assertThat(request(base64Event("{\"a\": \"é\"}".getBytes(UTF_8))).body())
        .isEqualTo("{\"a\": \"é\"}");
  }

  @Test
  void request_base64ThatIsNotUtf8_isRefused() {
    assertThatThrownBy(() -> request(base64Event("{}".getBytes(UTF_16))))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED_JSON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "", "{\"routeKey\": "})
  void read_noEvent_fails(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  private static String base64Event(byte[] body) {
    return "{\"body\": \"%s\", \"isBase64Encoded\": true, %s}"
        .formatted(Base64.getEncoder().encodeToString(body), CONTEXT);
  }

  private static HttpRequest request(String event) throws IOException {
    return read(event).request(Set.of());
  }

  private static GatewayEvent read(String event) throws IOException {
    return GatewayEvent.read(new ByteArrayInputStream(event.getBytes(UTF_8)));
  }
}
