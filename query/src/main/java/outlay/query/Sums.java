package outlay.query;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.DayTotals;
import outlay.model.Money;

/** Days added up by currency and category. Currencies are never added. */
final class Sums {
  static final Comparator<Map.Entry<String, CategoryTotals>> MOST_SPENT_FIRST =
      Comparator.comparingLong((Map.Entry<String, CategoryTotals> one) -> one.getValue().spent())
          .thenComparingLong(one -> one.getValue().earned())
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

  private final TreeMap<Currency, TreeMap<String, CategoryTotals>> currencies = new TreeMap<>();

  /**
   * Adds a day.
   *
   * @param only nothing in another currency, if there is one
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  void add(DayTotals day, Optional<Currency> only) {
    day.currencies()
        .forEach(
            (currency, categories) -> {
              if (!categories.isEmpty() && only.map(currency::equals).orElse(true)) {
                TreeMap<String, CategoryTotals> sums =
                    currencies.computeIfAbsent(currency, absent -> new TreeMap<>());
                categories.forEach(
                    (category, totals) -> sums.merge(category, totals, CategoryTotals::plus));
              }
            });
  }

  /** Writes the member {@code currencies}: each with its sums, and by category. */
  void writeMember(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("currencies");
    for (Map.Entry<Currency, TreeMap<String, CategoryTotals>> entry : currencies.entrySet()) {
      Currency currency = entry.getKey();
      CategoryTotals all =
          entry.getValue().values().stream()
              .reduce(new CategoryTotals(0, 0, 0), CategoryTotals::plus);
      json.writeStartObject();
      json.writeStringField("currency", currency.code());
      writeTotals(json, currency, all);
      json.writeArrayFieldStart("categories");
      List<Map.Entry<String, CategoryTotals>> categories =
          entry.getValue().entrySet().stream().sorted(MOST_SPENT_FIRST).toList();
      for (Map.Entry<String, CategoryTotals> category : categories) {
        json.writeStartObject();
        json.writeStringField("category", category.getKey());
        writeTotals(json, currency, category.getValue());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes {@code spent}, {@code earned}, {@code balance}, and {@code count}. */
  static void writeTotals(JsonGenerator json, Currency currency, CategoryTotals totals)
      throws IOException {
    long balance = Math.subtractExact(totals.earned(), totals.spent());
    json.writeNumberField("spent", new Money(totals.spent(), currency).toDecimal());
    json.writeNumberField("earned", new Money(totals.earned(), currency).toDecimal());
    json.writeNumberField("balance", new Money(balance, currency).toDecimal());
    json.writeNumberField("count", totals.count());
  }
}
