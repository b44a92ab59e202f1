package outlay.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.DayTotals;
import outlay.model.Money;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table {@code totals}.
 *
 * <pre>
 * userId      S  partition key
 * date        S  sort key: 2026-01-22
 * revision    N  1, 2, 3, …: one more with each count, the lock that counting holds
 * countedAt   S  when it was counted
 * currencies  M  INR → Food → {spent: N, earned: N, count: N}, in the currency's own unit
 * </pre>
 */
public final class TotalsItem {
  private TotalsItem() {}

  public static Map<String, AttributeValue> key(String userId, LocalDate date) {
    return Item.with("userId", userId, "date", date.toString());
  }

  public static Map<String, AttributeValue> of(
      String userId, LocalDate date, long revision, DayTotals totals, Instant countedAt) {
    Map<String, AttributeValue> item = key(userId, date);
    item.put("revision", Item.n(revision));
    item.put("countedAt", Item.s(countedAt.toString()));
    Map<String, AttributeValue> currencies = new HashMap<>();
    totals
        .currencies()
        .forEach(
            (currency, categories) -> currencies.put(currency.code(), of(currency, categories)));
    item.put("currencies", AttributeValue.fromM(currencies));
    return item;
  }

  static AttributeValue of(Currency currency, SortedMap<String, CategoryTotals> categories) {
    Map<String, AttributeValue> map = new HashMap<>();
    categories.forEach(
        (category, totals) ->
            map.put(
                category,
                AttributeValue.fromM(
                    Map.of(
                        "spent", Item.n(new Money(totals.spent(), currency).toDecimal()),
                        "earned", Item.n(new Money(totals.earned(), currency).toDecimal()),
                        "count", Item.n(totals.count())))));
    return AttributeValue.fromM(map);
  }

  /**
   * The totals in an item.
   *
   * @throws CorruptItem if there are none
   */
  public static DayTotals read(Map<String, AttributeValue> attributes) {
    TreeMap<Currency, SortedMap<String, CategoryTotals>> currencies = new TreeMap<>();
    new Item(attributes)
        .map("currencies")
        .forEach(
            (code, categories) -> {
              Currency currency =
                  Currency.find(code).orElseThrow(() -> new CorruptItem("an unknown currency"));
              currencies.put(currency, read(currency, categories.m()));
            });
    return new DayTotals(currencies);
  }

  static SortedMap<String, CategoryTotals> read(
      Currency currency, Map<String, AttributeValue> categories) {
    TreeMap<String, CategoryTotals> totals = new TreeMap<>();
    categories.forEach(
        (category, value) -> {
          Item item = new Item(value.m());
          totals.put(
              category,
              new CategoryTotals(
                  minorUnits(item, "spent", currency),
                  minorUnits(item, "earned", currency),
                  item.number("count")));
        });
    return totals;
  }

  private static long minorUnits(Item item, String name, Currency currency) {
    return item.read(
        name, value -> Money.of(new java.math.BigDecimal(value.n()), currency).minorUnits());
  }
}
