package outlay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.settings.Gateway.Answer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.model.SnsException;

class SubscriptionCommandsTest {
  private static final String ASHAS_POLICY = "{\"userId\":[\"asha\"]}";

  private final FakeProfiles profiles = new FakeProfiles();
  private final FakeSns sns = new FakeSns();
  private final Gateway gateway =
      new Gateway(new InMemoryBudgetStore(), profiles, new SnsSubscriptions(sns, FakeSns.TOPIC));

  @BeforeEach
  void know() {
    profiles.emails.put("asha", "asha@x.example");
    profiles.emails.put("ben", "ben@x.example");
  }

  @Test
  void subscribe_confirm_unsubscribe() {
    assertThat(state("asha")).isEqualTo("none asha@x.example");

    Answer asked = gateway.subscription("asha", "PUT", null);
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.json().toString())
        .isEqualTo("{\"state\":\"pending\",\"email\":\"asha@x.example\"}");
    assertThat(state("asha")).isEqualTo("pending asha@x.example");
    assertThat(state("ben")).isEqualTo("none ben@x.example");

    sns.confirm("asha@x.example");
    assertThat(state("asha")).isEqualTo("confirmed asha@x.example");
    assertThat(sns.attributes("asha@x.example")).isEqualTo(Map.of("FilterPolicy", ASHAS_POLICY));

    assertThat(gateway.subscription("asha", "DELETE", null).status()).isEqualTo(204);
    assertThat(gateway.subscription("asha", "DELETE", null).status()).isEqualTo(204);
    assertThat(state("asha")).isEqualTo("none asha@x.example");
  }

  @Test
  void put_again_makesNoSecond_andSendsTheLinkAgainWhilePending() {
    gateway.subscription("asha", "PUT", "{}");
    gateway.subscription("asha", "PUT", "{}");
    assertThat(sns.links).hasSize(2);
    assertThat(sns.byEndpoint).hasSize(1);

    sns.confirm("asha@x.example");
    Answer again = gateway.subscription("asha", "PUT", "{}");

    assertThat(again.json().get("state").asText()).isEqualTo("confirmed");
    assertThat(sns.links).hasSize(2);
    assertThat(sns.byEndpoint).hasSize(1);
  }

  @Test
  void oneAmongHundreds_isFound() {
    for (int number = 0; number < 199; number++) {
      sns.add(
          "user" + number + "@x.example", Map.of("FilterPolicy", FilterPolicy.of("u" + number)));
    }
    gateway.subscription("asha", "PUT", null);
    sns.confirm("asha@x.example");

    assertThat(state("asha")).isEqualTo("confirmed asha@x.example");
  }

  @Test
  void quotaReached_isToldClearly_andNobodyElseIsAffected() {
    sns.maxFilterPolicies = 1;
    gateway.subscription("asha", "PUT", null);

    Answer answer = gateway.subscription("ben", "PUT", null);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("subscriptions-exhausted");
    assertThat(state("asha")).startsWith("pending");
    assertThat(state("ben")).startsWith("none");
  }

  @Test
  void withoutAVerifiedAddress_thereIsNone() {
    assertThat(gateway.subscription("nobody", "GET", null).json().toString())
        .isEqualTo("{\"state\":\"none\"}");
    Answer answer = gateway.subscription("nobody", "PUT", null);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("email-not-verified");
    assertThat(gateway.subscription("nobody", "DELETE", null).status()).isEqualTo(204);
    assertThat(sns.byEndpoint).isEmpty();
  }

  @Test
  void addressThatGetsEverything_isLeftAsItIs() {
    sns.add("asha@x.example", Map.of());

    assertThat(state("asha")).isEqualTo("confirmed asha@x.example");
    assertThat(gateway.subscription("asha", "PUT", null).status()).isEqualTo(200);
    Answer refused = gateway.subscription("asha", "DELETE", null);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("subscription-not-own");
    assertThat(sns.attributes("asha@x.example")).isEmpty();
  }

  @Test
  void addressOfAFormerAccount_isTakenOver() {
    sns.add("asha@x.example", Map.of("FilterPolicy", "{\"userId\":[\"before\"]}"));

    assertThat(state("asha")).startsWith("none");
    assertThat(gateway.subscription("asha", "DELETE", null).status()).isEqualTo(204);
    assertThat(sns.byEndpoint).hasSize(1);
    assertThat(gateway.subscription("asha", "PUT", null).json().get("state").asText())
        .isEqualTo("confirmed");
    assertThat(sns.attributes("asha@x.example")).isEqualTo(Map.of("FilterPolicy", ASHAS_POLICY));
  }

  @Test
  void pending_cannotBeEnded_andIsNoError() {
    gateway.subscription("asha", "PUT", null);

    assertThat(gateway.subscription("asha", "DELETE", null).status()).isEqualTo(204);
    assertThat(state("asha")).startsWith("pending");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"email\": \"ben@x.example\"}", "[]", "{", "{\"userId\": \"ben\"}"})
  void put_withAnything_isRefused(String body) {
    assertThat(gateway.subscription("asha", "PUT", body).status()).isEqualTo(400);
    assertThat(sns.byEndpoint).isEmpty();
  }

  @Test
  void busyOrBroken_isToldToTryAgain() {
    sns.failure =
        SnsException.builder()
            .statusCode(400)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("Throttling").build())
            .build();
    assertThat(gateway.subscription("asha", "GET", null).status()).isEqualTo(429);

    sns.failure = SnsException.builder().statusCode(500).build();
    assertThat(gateway.subscription("asha", "PUT", null).status()).isEqualTo(503);
  }

  private String state(String userId) {
    var json = gateway.subscription(userId, "GET", null).json();
    return json.get("state").asText() + " " + json.get("email").asText();
  }
}
