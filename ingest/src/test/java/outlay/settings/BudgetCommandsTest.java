package outlay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.settings.Gateway.Answer;

class BudgetCommandsTest {
  private static final String WHOLE =
      "{\"limit\": 500, \"alertLevels\": [100, 80, 80], \"largeExpense\": \"300.5\"}";

  private final InMemoryBudgetStore store = new InMemoryBudgetStore();
  private final Gateway gateway =
      new Gateway(store, new FakeProfiles(), new SnsSubscriptions(new FakeSns(), FakeSns.TOPIC));

  @Test
  void put_new_isCreated_andAgainIsTheSame() {
    Answer first = gateway.budget("asha", "PUT", "INR", WHOLE);
    Answer again = gateway.budget("asha", "PUT", "INR", WHOLE);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(first.json().toString())
        .isEqualTo(
            "{\"currency\":\"INR\",\"limit\":500.0,\"alertLevels\":[80,100],\"largeExpense\":300.5}");
    assertThat(store.users.get("asha")).containsOnlyKeys("INR");
  }

  @Test
  void put_withoutLevels_leavesThemToTheDefault() {
    Answer answer = gateway.budget("asha", "PUT", "JPY/Food", "{\"limit\": \"9000\"}");

    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"currency\":\"JPY\",\"category\":\"Food\",\"limit\":9000,\"alertLevels\":[80,100]}");
    assertThat(store.find("asha", "JPY#Food").ownLevels()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "#", ".", "a.b[0]", "SELECT", "\u20b9 \u0639", "100 %", "a+b"})
  void put_anyCategory_isKeptAsItIs(String category) {
    Answer answer = gateway.budget("asha", "PUT", "INR/" + category, "{\"limit\": 1}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().get("category").asText()).isEqualTo(category);
    assertThat(store.users.get("asha")).containsOnlyKeys("INR#" + category);
  }

  @Test
  void put_categoryInTheQuery_isTheSameBudget() {
    gateway.budget("asha", "PUT", "INR/Food", "{\"limit\": 1}");

    assertThat(gateway.budget("asha", "PUT", "INR?category=Food", "{\"limit\": 2}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INR | {} | limit required",
        "INR | {'limit': null} | limit required",
        "INR | {'limit': 0} | limit not_positive",
        "INR | {'limit': -5} | limit not_positive",
        "INR | {'limit': '-0'} | limit not_positive",
        "INR | {'limit': 1e400} | limit not_a_number",
        "INR | {'limit': 1e1000000000} | limit not_a_number",
        "INR | {'limit': 'NaN'} | limit not_a_number",
        "INR | {'limit': '0x10'} | limit not_a_number",
        "INR | {'limit': '+5'} | limit not_a_number",
        "INR | {'limit': '1,280.8'} | limit not_a_number",
        "INR | {'limit': 1.234} | limit too_precise",
        "JPY | {'limit': 1.5} | limit too_precise",
        "INR | {'limit': 99999999999999} | limit too_large",
        "INR | {'limit': [5]} | limit wrong_type",
        "INR | {'limit': true} | limit wrong_type",
        "INR | {'limit': 5, 'limit': 5} | limit duplicate_field",
        "INR | {'limit': 5, 'userId': 'ben'} | userId unknown_field",
        "INR | {'limit': 5, 'currency': 'EUR'} | currency unknown_field",
        "INR | {'limit': 5, 'spent': 5} | spent unknown_field",
        "INR | {'limit': 5, 'alertLevels': []} | alertLevels out_of_range",
        "INR | {'limit': 5, 'alertLevels': [0]} | alertLevels out_of_range",
        "INR | {'limit': 5, 'alertLevels': [-1]} | alertLevels out_of_range",
        "INR | {'limit': 5, 'alertLevels': [1001]} | alertLevels out_of_range",
        "INR | {'limit': 5, 'alertLevels': [1,2,3,4,5,6,7,8,9,10,11]} | alertLevels out_of_range",
        "INR | {'limit': 5, 'alertLevels': [80.5]} | alertLevels wrong_type",
        "INR | {'limit': 5, 'alertLevels': ['80']} | alertLevels wrong_type",
        "INR | {'limit': 5, 'alertLevels': [99999999999]} | alertLevels wrong_type",
        "INR | {'limit': 5, 'alertLevels': [[80]]} | alertLevels wrong_type",
        "INR | {'limit': 5, 'alertLevels': 80} | alertLevels wrong_type",
        "INR | {'limit': 5, 'largeExpense': 0} | largeExpense not_positive",
        "INR | {'limit': 5, 'largeExpense': {}} | largeExpense wrong_type",
        "INR/Food | {'limit': 5, 'largeExpense': 5} | largeExpense not_allowed",
        "XXX | {'limit': 5} | currency unknown_currency",
        "eur | {'limit': 5} | currency unknown_currency",
        "INR/ | {'limit': 5} | category blank",
        "INR?category=  | {'limit': 5} | category blank",
        "INR/a\u0000b | {'limit': 5} | category invalid_character",
        "INR/\u202e | {'limit': 5} | category invalid_character",
        "INR/a?category=b | {'limit': 5} | category duplicate_parameter",
        "INR?user=ben | {'limit': 5} | user unknown_parameter",
        "INR | [] | ' wrong_type'",
      })
  void put_wrong_isNamedAndNothingIsWritten(String budget, String body, String error) {
    Answer answer = gateway.budget("asha", "PUT", budget, body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.errors()).contains(error);
    assertThat(store.users).isEmpty();
  }

  @Test
  void put_allThatIsWrong_isNamedAtOnce() {
    Answer answer =
        gateway.budget(
            "asha",
            "PUT",
            "INR/" + "x".repeat(101),
            "{\"limit\": 0, \"alertLevels\": [0], \"largeExpense\": 0, \"no\": 1}");

    assertThat(answer.errors())
        .containsExactlyInAnyOrder(
            "category too_long",
            "no unknown_field",
            "limit not_positive",
            "alertLevels out_of_range",
            "largeExpense not_allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nonsense", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})
  void put_notJson_isRefused(String body) {
    Answer answer = gateway.budget("asha", "PUT", "INR", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(store.users).isEmpty();
  }

  @Test
  void put_tooLarge_isRefused() {
    assertThat(gateway.budget("asha", "PUT", "INR", " ".repeat(40_000)).status()).isEqualTo(413);
  }

  @Test
  void delete_isDoneHoweverOften_andForOneselfOnly() {
    gateway.budget("asha", "PUT", "INR/Food", "{\"limit\": 1}");
    gateway.budget("ben", "PUT", "INR/Food", "{\"limit\": 1}");

    assertThat(
            List.of(
                gateway.budget("asha", "DELETE", "INR/Food", null).status(),
                gateway.budget("asha", "DELETE", "INR/Food", null).status()))
        .containsExactly(204, 204);
    assertThat(store.users.get("asha")).isEmpty();
    assertThat(store.users.getOrDefault("ben", new TreeMap<>())).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"XXX, currency unknown_currency", "INR/ , category blank"})
  void delete_wrong_isNamed(String budget, String error) {
    assertThat(gateway.budget("asha", "DELETE", budget, null).errors()).containsExactly(error);
  }
}
