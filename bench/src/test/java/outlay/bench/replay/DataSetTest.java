package outlay.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import outlay.bench.Cell;
import outlay.bench.Fixtures;
import outlay.bench.Sum;

class DataSetTest {

  @Test
  void read_keepsEveryValueAsItIsWritten() throws Exception {
    DataSet set = DataSet.read(Fixtures.smallSet(), "small", Integer.MAX_VALUE);

    assertThat(set.rows())
        .containsExactly(Fixtures.LUNCH, Fixtures.LUNCH_AGAIN, Fixtures.SALARY, Fixtures.RENT);
    assertThat(set.users()).containsExactlyInAnyOrder("ann", "bob", "中村");
  }

  @Test
  void read_refusedRows_sayWhichFieldsAreWrong() throws Exception {
    DataSet set = DataSet.read(Fixtures.smallSet(), "small", Integer.MAX_VALUE);

    assertThat(set.refused())
        .extracting(RefusedRow::wrongFields)
        .containsExactly(Set.of("date", "amount"), Set.of("category"));
    assertThat(set.refused().get(0).row().date()).isEmpty();
    assertThat(set.refused().get(0).row().amount()).isEqualTo("-4.00");
  }

  @Test
  void read_firstRowsOnly_hasNoPublishedSums() throws Exception {
    DataSet set = DataSet.read(Fixtures.smallSet(), "small", 3);

    assertThat(set.rows()).hasSize(3);
    assertThat(set.published()).isEmpty();
  }

  @Test
  void read_publishedSums_equalTheSumsOfTheRows() throws Exception {
    DataSet set = DataSet.read(Fixtures.smallSet(), "small", Integer.MAX_VALUE);

    assertThat(Sum.of(Expectation.cells(set.rows()))).isEqualTo(set.published());
    assertThat(set.published())
        .containsEntry(new Sum("USD", Sum.By.ALL, ""), cell("17", "100", 3))
        .containsEntry(new Sum("JPY", Sum.By.CATEGORY, "家賃"), cell("9000", "0", 1))
        .hasSize(9);
  }

  @Test
  void names_areThoseOfTheFiles() throws Exception {
    assertThat(DataSet.names(Fixtures.smallSet())).isEqualTo(List.of("small"));
  }

  @Test
  void names_ofNoFolder_saysWhich() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataSet.names(Path.of("no", "such", "folder")))
        .withMessageContaining("no/such/folder");
  }

  @Test
  void refusedRow_reasonWithoutAField_isNotGuessedAt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RefusedRow.of(Fixtures.LUNCH, "weather-bad"))
        .withMessageContaining("weather-bad");
  }

  private static Cell cell(String spent, String earned, long count) {
    return new Cell(new java.math.BigDecimal(spent), new java.math.BigDecimal(earned), count);
  }
}
