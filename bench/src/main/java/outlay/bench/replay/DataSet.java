package outlay.bench.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import outlay.bench.Cell;
import outlay.bench.Row;
import outlay.bench.Sum;

/**
 * Real records, with exact answers: {@code <name>.normal.csv}, {@code <name>.rejected.csv}, and
 * {@code <name>.expected.json}.
 *
 * @param published the sums stated in {@code expected.json}; none where only the first rows are
 *     taken
 */
public record DataSet(
    String name, List<Row> rows, List<RefusedRow> refused, Map<Sum, Cell> published) {
  private static final String SUFFIX = ".normal.csv";

  public DataSet {
    rows = List.copyOf(rows);
    refused = List.copyOf(refused);
    published = Map.copyOf(published);
  }

  /** The names of the sets in a folder, in order. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "There is no folder " + folder.toAbsolutePath().normalize() + " to read records from.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .sorted()
              .toList();
      if (names.isEmpty()) {
        throw new IllegalArgumentException("There is no *" + SUFFIX + " in " + folder + ".");
      }
      return names;
    }
  }

  /**
   * Reads a set.
   *
   * @param most at most so many rows of each file; the sums published for all of them then say
   *     nothing
   */
  static DataSet read(Path folder, String name, int most) throws IOException {
    List<Row> rows = CsvRows.rows(folder.resolve(name + SUFFIX), name);
    List<RefusedRow> refused = CsvRows.refusedRows(folder.resolve(name + ".rejected.csv"), name);
    boolean isWhole = rows.size() <= most;
    Map<Sum, Cell> published =
        isWhole
            ? Published.sums(
                new ObjectMapper().readTree(folder.resolve(name + ".expected.json").toFile()))
            : Map.of();
    return new DataSet(
        name,
        rows.subList(0, Math.min(most, rows.size())),
        refused.subList(0, Math.min(most, refused.size())),
        published);
  }

  /** Everyone whose good or bad rows are in it. */
  Set<String> users() {
    return Stream.concat(rows.stream(), refused.stream().map(RefusedRow::row))
        .map(Row::userId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
