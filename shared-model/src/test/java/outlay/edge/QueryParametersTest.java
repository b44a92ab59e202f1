package outlay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import outlay.model.Violation;

class QueryParametersTest {

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "'limit=1', ''",
    "'text=a,b', ''",
    "'text=a%2Cb&limit=1', ''",
    "'limit=1&limit=1', limit",
    "'limit=1&text=x&limit', limit",
    "'limit=1&%6Cimit=2', limit",
    "'a+b=1&a%20b=2', 'a b'",
    "'text=limit&limit=text', ''",
    "'text==&text2==', ''",
    "'%zz=1&%zz=2', '%zz'",
    "'limit=1&', ''",
  })
  void of_namesWhatIsGivenTwice(String rawQuery, String repeated) {
    assertThat(QueryParameters.of(Map.of(), rawQuery).repeated())
        .isEqualTo(repeated.isEmpty() ? Set.of() : Set.of(repeated));
  }

  @Test
  void of_twoEmptyNames_areOneName() {
    assertThat(QueryParameters.of(Map.of(), "&&a").repeated()).containsExactly("");
  }

  @Test
  void get_absent_isEmpty() {
    QueryParameters query = QueryParameters.of(Map.of("limit", ""), "limit=");

    assertThat(query.get("limit")).contains("");
    assertThat(query.get("Limit")).isEmpty();
  }

  @Test
  void check_unknownAndRepeated_areNamed() {
    QueryParameters query =
        QueryParameters.of(
            Map.of("limit", "1,2", "text", "a,b", "userId", "ben", "<script>", "1", "", ""),
            "limit=1&limit=2&text=a,b&userId=ben&%3Cscript%3E=1&");
    List<Violation> violations = new ArrayList<>();

    query.check(Set.of("limit", "text"), violations);

    assertThat(violations)
        .extracting(violation -> violation.field() + " " + violation.code())
        .containsExactlyInAnyOrder(
            "limit duplicate_parameter",
            "userId unknown_parameter",
            " unknown_parameter",
            " unknown_parameter");
    assertThat(violations.toString()).doesNotContain("script");
  }
}
