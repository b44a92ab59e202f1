package outlay.bench;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Named rows, and where the small set of the tests lies. */
public final class Fixtures {
  public static final Row LUNCH =
      new Row("small", 1, "ann", "2026-01-30", "expense", "Food", "8.50", "USD", "lunch");
  public static final Row LUNCH_AGAIN =
      new Row("small", 2, "ann", "2026-01-30", "expense", "Food", "8.50", "USD", "lunch");
  public static final Row SALARY =
      new Row(
          "small",
          3,
          "ann",
          "2026-01-31",
          "income",
          "Salary",
          "100",
          "USD",
          "two\nlines, and a \"quote\"");
  public static final Row RENT =
      new Row("small", 4, "中村", "2026-02-01", "expense", "家賃", "9000", "JPY", "");

  private Fixtures() {}

  public static Row withAmount(Row row, int number, String amount) {
    return new Row(
        row.set(),
        number,
        row.userId(),
        row.date(),
        row.type(),
        row.category(),
        amount,
        row.currency(),
        row.description());
  }

  public static Path smallSet() throws URISyntaxException {
    URL file = Fixtures.class.getResource("/small/small.normal.csv");
    return Objects.requireNonNull(Path.of(Objects.requireNonNull(file).toURI()).getParent());
  }
}
