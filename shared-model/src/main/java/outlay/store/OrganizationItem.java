package outlay.store;

import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import outlay.model.CategoryTotals;
import outlay.model.Currency;
import outlay.model.OrganizationMonth;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table {@code organization}: a month over all users; and one that says when all
 * months were last added up, also those in which nothing was.
 *
 * <pre>
 * month       S  partition key: 2026-01, or latest
 * asOf        S  when adding up began: every count that was answered before is in it
 * currencies  M  INR → {users: N, categories: M: Food → {spent: N, earned: N, count: N}}; not of latest
 * </pre>
 */
public final class OrganizationItem {
  /** The key of the item that says when all months were added up. */
  public static final String LATEST = "latest";

  private OrganizationItem() {}

  public static Map<String, AttributeValue> key(String month) {
    return new HashMap<>(Map.of("month", Item.s(month)));
  }

  /** The item that says when. */
  public static Map<String, AttributeValue> latest(Instant asOf) {
    Map<String, AttributeValue> item = key(LATEST);
    item.put("asOf", Item.s(asOf.toString()));
    return item;
  }

  /** A month's item. */
  public static Map<String, AttributeValue> of(
      YearMonth month, OrganizationMonth sums, Instant asOf) {
    Map<String, AttributeValue> item = key(month.toString());
    item.put("asOf", Item.s(asOf.toString()));
    Map<String, AttributeValue> currencies = new HashMap<>();
    sums.currencies()
        .forEach(
            (currency, ofCurrency) ->
                currencies.put(
                    currency.code(),
                    AttributeValue.fromM(
                        Map.of(
                            "users",
                            Item.n(ofCurrency.users()),
                            "categories",
                            TotalsItem.of(currency, ofCurrency.categories())))));
    item.put("currencies", AttributeValue.fromM(currencies));
    return item;
  }

  /** When the item was added up. */
  public static Instant asOf(Map<String, AttributeValue> attributes) {
    return new Item(attributes).instant("asOf");
  }

  /**
   * The sums in a month's item.
   *
   * @throws CorruptItem if there are none
   */
  public static OrganizationMonth read(Map<String, AttributeValue> attributes) {
    TreeMap<Currency, OrganizationMonth.Sums> currencies = new TreeMap<>();
    new Item(attributes)
        .map("currencies")
        .forEach(
            (code, value) -> {
              Currency currency =
                  Currency.find(code).orElseThrow(() -> new CorruptItem("an unknown currency"));
              Item sums = new Item(value.m());
              SortedMap<String, CategoryTotals> categories =
                  TotalsItem.read(currency, sums.map("categories"));
              currencies.put(
                  currency, new OrganizationMonth.Sums(sums.number("users"), categories));
            });
    return new OrganizationMonth(currencies);
  }
}
