package outlay.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import outlay.bench.Cell;
import outlay.bench.Differences;
import outlay.bench.Row;
import outlay.bench.Sum;

/**
 * The real records, which lie beside the checkout: what is computed from their rows is what their
 * sources publish.
 */
class SharedDataTest {
  private static final Path DATA = Path.of("..", "..", "shared", "data");

  @BeforeAll
  static void dataIsThere() {
    assertThat(Files.isDirectory(DATA))
        .as(
            "The real records must lie in shared/data beside the checkout, here %s; they are not part of it.",
            DATA.toAbsolutePath().normalize())
        .isTrue();
  }

  @Test
  void cells_ofEachSet_sumUpToWhatIsPublished() throws Exception {
    assertThat(DataSet.names(DATA))
        .contains("aud-parliament-2019", "jpy-election", "tricky-peers", "usd-personal");
    for (String name : DataSet.names(DATA)) {
      DataSet set = DataSet.read(DATA, name, Integer.MAX_VALUE);

      Map<Sum, Cell> sums = Sum.of(Expectation.cells(set.rows()));

      assertThat(Differences.between(name, set.published(), sums)).isEmpty();
    }
  }

  @Test
  void refusedRows_nameTheFieldsOfEveryReasonThereIs() throws Exception {
    Set<String> combinations = new TreeSet<>();
    for (String name : DataSet.names(DATA)) {
      DataSet.read(DATA, name, Integer.MAX_VALUE)
          .refused()
          .forEach(row -> combinations.add(new TreeSet<>(row.wrongFields()).toString()));
    }

    assertThat(combinations)
        .isEqualTo(Set.of("[amount]", "[amount, date]", "[category]", "[date]"));
  }

  @Test
  void read_valuesWithLineFeedsAndOtherScripts_areWhole() throws Exception {
    List<Row> rows = DataSet.read(DATA, "jpy-election", Integer.MAX_VALUE).rows();

    assertThat(rows).hasSize(96);
    assertThat(rows.get(2).description()).isEqualTo("金銭以外の寄附 選挙活動用事務所の看板\n制作・取付");
  }
}
