package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTest {

  @ParameterizedTest
  @CsvSource({
    "thali, 'A THALI, twice', true",
    "ÜBER, über Nacht, true",
    "οδος, ΟΔΟΣ, true",
    "ΟΔΟΣ, οδος, true",
    "𐐀, 𐐨, true",
    "ß, ß, true",
    "ss, ß, false",
    "😀, a 😀 b, true",
    "i, I, true",
    "e, é, false",
    ".*, abc, false",
    "abcd, abc, false",
    "' ', a b, true",
  })
  void isIn_ignoresCapitals(String text, String in, boolean expected) {
    assertThat(new Folded(text).isIn(in)).isEqualTo(expected);
  }
}
