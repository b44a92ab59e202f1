package outlay.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPolicyTest {
  @Test
  void of_isReadAgain() {
    String strange = "a\"],\"kind\":[\"budget";

    assertThat(FilterPolicy.of("asha")).isEqualTo("{\"userId\":[\"asha\"]}");
    assertThat(FilterPolicy.user(FilterPolicy.of(strange))).contains(strange);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "nonsense",
        "{\"userId\":\"asha\"}",
        "{\"userId\":[]}",
        "{\"userId\":[\"asha\",\"ben\"]}",
        "{\"userId\":[{\"prefix\":\"a\"}]}",
        "{\"userId\":[\"asha\"],\"kind\":[\"budget\"]}",
        "{\"kind\":[\"asha\"]}",
        "{\"userId\":[\"asha\"]} {}"
      })
  void user_ofAnotherPolicy_isNone(String policy) {
    assertThat(FilterPolicy.user(policy)).isEmpty();
  }
}
