package outlay.bench.replay;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import outlay.bench.Row;

/**
 * A row that must be turned down.
 *
 * @param wrongFields exactly the fields that the answer has to name
 */
record RefusedRow(Row row, Set<String> wrongFields) {
  private static final Set<String> FIELDS =
      Set.of("date", "type", "category", "amount", "currency", "description");

  RefusedRow {
    wrongFields = Set.copyOf(wrongFields);
  }

  /**
   * The row, with what its reason means.
   *
   * @param reason as the files state it: {@code <field>-<what>}, several joined by a bar, such as
   *     {@code date-blank|amount-negative}
   * @throws IllegalArgumentException if it begins with no known field
   */
  static RefusedRow of(Row row, String reason) {
    Set<String> fields =
        Arrays.stream(reason.split("\\|", -1))
            .map(part -> part.substring(0, Math.max(part.indexOf('-'), 0)))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!FIELDS.containsAll(fields)) {
      throw new IllegalArgumentException(
          "%s, refused row %d: the reason \"%s\" names no field"
              .formatted(row.set(), row.number(), reason));
    }
    return new RefusedRow(row, fields);
  }
}
