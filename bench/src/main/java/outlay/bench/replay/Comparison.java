package outlay.bench.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import outlay.bench.Cell;
import outlay.bench.Differences;
import outlay.bench.Row;
import outlay.bench.StoredExpense;
import outlay.bench.Sum;

/** Everything that is not as it should be after a set was posted and all was counted. Pure. */
final class Comparison {
  private Comparison() {}

  /**
   * A sentence for each difference.
   *
   * @param outcome of the set's users only
   * @param expenses of the set's users only
   * @param duplicatesAllowed whether an alert may have been told of twice, as when processes are
   *     killed
   */
  static List<String> differences(
      DataSet set,
      Posted posted,
      Map<StoredExpense.Key, StoredExpense> expenses,
      Outcome outcome,
      boolean duplicatesAllowed) {
    List<String> differences = new ArrayList<>(posted.differences());
    Map<Row, String> ids = posted.expenseIds();
    differences.addAll(oneIdEach(ids));
    differences.addAll(Differences.between("expenses", stored(ids), expenses));
    Outcome expected = Outcome.expected(allAccepted(set, ids));
    differences.addAll(Differences.between("totals", expected.totals(), outcome.totals()));
    if (!set.published().isEmpty()) {
      Map<Sum, Cell> sums = Sum.of(outcome.totals());
      differences.addAll(Differences.between("published sums", set.published(), sums));
    }
    differences.addAll(Differences.between("alerts", expected.alerts(), outcome.alerts()));
    Outcome told = duplicatesAllowed ? outcome.withoutDuplicates() : outcome;
    differences.addAll(Differences.between("inbox", expected.mails(), told.mails()));
    return differences;
  }

  private static List<String> oneIdEach(Map<Row, String> ids) {
    Map<StoredExpense.Key, Long> rowsOfId =
        ids.entrySet().stream()
            .collect(Collectors.groupingBy(Comparison::key, Collectors.counting()));
    return rowsOfId.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(entry -> "API: %s was given to %d rows".formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Map<StoredExpense.Key, StoredExpense> stored(Map<Row, String> ids) {
    return ids.entrySet().stream()
        .collect(
            Collectors.toMap(
                Comparison::key,
                entry -> StoredExpense.of(entry.getKey()),
                (first, second) -> first)); // Two rows of one id are a difference already.
  }

  private static StoredExpense.Key key(Map.Entry<Row, String> entry) {
    return new StoredExpense.Key(entry.getKey().userId(), entry.getValue());
  }

  /**
   * A row that was wrongly turned down should be counted all the same; the id of its alert cannot
   * be known.
   */
  private static Map<Row, String> allAccepted(DataSet set, Map<Row, String> ids) {
    Map<Row, String> all = new HashMap<>(ids);
    set.rows().forEach(row -> all.putIfAbsent(row, "not-accepted-row-" + row.number()));
    return all;
  }
}
