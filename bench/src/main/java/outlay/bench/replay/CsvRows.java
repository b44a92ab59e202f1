package outlay.bench.replay;

import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.CSVReaderHeaderAwareBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvValidationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import outlay.bench.Row;

/**
 * Reads the files of a {@link DataSet}: UTF-8, the names of the columns in the first line. A line
 * break within a value is read as a line feed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180: CSV</a>
 */
final class CsvRows {
  private CsvRows() {}

  /** The rows of a file of good ones, in order. */
  static List<Row> rows(Path file, String set) throws IOException {
    return read(file, set, (row, values) -> row);
  }

  /** The rows of a file of bad ones, in order; its column {@code reason} says what is wrong. */
  static List<RefusedRow> refusedRows(Path file, String set) throws IOException {
    return read(file, set, (row, values) -> RefusedRow.of(row, value(values, "reason", file)));
  }

  private static <T> List<T> read(
      Path file, String set, BiFunction<Row, Map<String, String>, T> make) throws IOException {
    List<T> rows = new ArrayList<>();
    try (CSVReaderHeaderAware reader =
        new CSVReaderHeaderAwareBuilder(Files.newBufferedReader(file))
            .withCSVParser(new RFC4180ParserBuilder().build())
            .build()) {
      for (Map<String, String> values = reader.readMap();
          values != null;
          values = reader.readMap()) {
        rows.add(make.apply(row(set, rows.size() + 1, values, file), values));
      }
    } catch (CsvValidationException invalid) {
      throw new IOException(file + " cannot be read as CSV", invalid);
    }
    return List.copyOf(rows);
  }

  private static Row row(String set, int number, Map<String, String> values, Path file) {
    return new Row(
        set,
        number,
        value(values, "userId", file),
        value(values, "date", file),
        value(values, "type", file),
        value(values, "category", file),
        value(values, "amount", file),
        value(values, "currency", file),
        value(values, "description", file));
  }

  private static String value(Map<String, String> values, String column, Path file) {
    String value = values.get(column);
    if (value == null) {
      throw new IllegalArgumentException(file + " has no column " + column);
    }
    return value;
  }
}
