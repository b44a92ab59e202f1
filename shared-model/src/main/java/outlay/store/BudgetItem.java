package outlay.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.Money;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table {@code budgets}.
 *
 * <pre>
 * userId        S  partition key
 * budget        S  sort key: INR (all spending in the currency) or INR#Food
 * limit         N  a month, in the currency's own unit
 * levels        L  of N, in percent; absent: the default levels
 * largeExpense  N  from which amount an expense is large; only on a budget of all spending; absent: the default
 * updatedAt     S  2026-01-22T10:15:30.123456Z
 * </pre>
 */
public final class BudgetItem {
  private static final int CODE_LENGTH = 3;

  private BudgetItem() {}

  public static Map<String, AttributeValue> key(String userId, String budgetKey) {
    return Item.with("userId", userId, "budget", budgetKey);
  }

  /**
   * A budget's item.
   *
   * @param ownLevels whether it names its levels, or leaves them to the default
   * @param setAt to the microsecond
   */
  public static Map<String, AttributeValue> of(
      String userId, Budget budget, boolean ownLevels, Instant setAt) {
    Map<String, AttributeValue> item = key(userId, budget.key());
    item.put("limit", Item.n(budget.limit().toDecimal()));
    item.put("updatedAt", Item.moment(setAt));
    if (ownLevels) {
      item.put(
          "levels",
          AttributeValue.fromL(
              budget.levels().stream().map(level -> Item.n(level.longValue())).toList()));
    }
    budget.largeExpense().ifPresent(money -> item.put("largeExpense", Item.n(money.toDecimal())));
    return item;
  }

  /**
   * The budget in an item.
   *
   * @param defaultLevels the levels where the item names none
   * @throws CorruptItem if there is none
   */
  public static Budget read(Map<String, AttributeValue> attributes, List<Integer> defaultLevels) {
    Item item = new Item(attributes);
    String key = item.text("budget");
    boolean ofCategory = key.length() > CODE_LENGTH + 1 && key.charAt(CODE_LENGTH) == '#';
    if (!ofCategory && key.length() != CODE_LENGTH) {
      throw new CorruptItem("attribute budget is no budget's key");
    }
    Currency currency =
        item.read(
            "budget", value -> Currency.find(value.s().substring(0, CODE_LENGTH)).orElse(null));
    Money limit =
        item.read("limit", value -> Money.of(new java.math.BigDecimal(value.n()), currency));
    if (limit.minorUnits() <= 0) {
      throw new CorruptItem("attribute limit is not greater than zero");
    }
    return new Budget(
        currency,
        ofCategory ? Optional.of(key.substring(CODE_LENGTH + 1)) : Optional.empty(),
        limit,
        item.has("levels")
            ? item.read("levels", value -> value.l().stream().map(BudgetItem::level).toList())
            : defaultLevels,
        item.has("largeExpense")
            ? Optional.of(
                item.read(
                    "largeExpense",
                    value -> Money.of(new java.math.BigDecimal(value.n()), currency)))
            : Optional.empty());
  }

  private static int level(AttributeValue value) {
    return Integer.parseInt(value.n());
  }
}
