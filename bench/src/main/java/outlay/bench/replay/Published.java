package outlay.bench.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import outlay.bench.Cell;
import outlay.bench.Sum;

/**
 * Reads {@code expected.json}: for each currency {@code total}, {@code byMonth}, {@code
 * byCategory}, and {@code byUser}, each with {@code {expense: {count, sum}, income: {count, sum}}},
 * either of which may be missing.
 */
final class Published {
  private Published() {}

  /**
   * Every sum that is stated.
   *
   * @throws IllegalArgumentException if none is
   */
  static Map<Sum, Cell> sums(JsonNode document) {
    Map<Sum, Cell> sums = new HashMap<>();
    document
        .path("currencies")
        .properties()
        .forEach(currency -> addSums(currency.getKey(), currency.getValue(), sums));
    if (sums.isEmpty()) {
      throw new IllegalArgumentException("The expected sums have no currencies.");
    }
    return sums;
  }

  private static void addSums(String currency, JsonNode stated, Map<Sum, Cell> sums) {
    for (Sum.By by : Sum.By.values()) {
      JsonNode cells = stated.path(by.jsonName());
      if (by == Sum.By.ALL) {
        sums.put(new Sum(currency, by, ""), cell(cells));
      } else {
        cells
            .properties()
            .forEach(cell -> sums.put(new Sum(currency, by, cell.getKey()), cell(cell.getValue())));
      }
    }
  }

  private static Cell cell(JsonNode node) {
    JsonNode expense = node.path("expense");
    JsonNode income = node.path("income");
    return new Cell(
        new BigDecimal(expense.path("sum").asText("0")),
        new BigDecimal(income.path("sum").asText("0")),
        expense.path("count").asLong() + income.path("count").asLong());
  }
}
