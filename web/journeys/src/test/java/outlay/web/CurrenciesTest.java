package outlay.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page and the API must agree on how many digits an amount has. */
class CurrenciesTest {
  private static final Path SERVER =
      Path.of("../../shared-model/src/main/java/outlay/model/Currency.java");
  private static final Path PAGE = Path.of("../src/main/site/js/currencies.js");
  private static final Pattern CODE = Pattern.compile("\\b[A-Z]{3}\\b");

  @Test
  void page_hasTheServersCurrencies() throws IOException {
    for (String group : List.of("WITHOUT_FRACTION", "TWO_DIGITS", "THREE_DIGITS")) {
      assertThat(codes(PAGE, group)).as(group).isEqualTo(codes(SERVER, group)).isNotEmpty();
    }
  }

  /** The codes between the constant's name and the semicolon. */
  private static Set<String> codes(Path file, String constant) throws IOException {
    String text = Files.readString(file);
    int start = text.indexOf(constant + " =") + constant.length();
    String list = text.substring(start, text.indexOf(';', start));
    return CODE.matcher(list)
        .results()
        .map(MatchResult::group)
        .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
  }
}
