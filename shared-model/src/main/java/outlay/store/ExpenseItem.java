package outlay.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import outlay.model.DayEntry;
import outlay.model.Expense;
import outlay.model.ExpenseContent;
import outlay.model.ExpenseType;
import outlay.model.Money;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table {@code expenses}.
 *
 * <pre>
 * userId       S  partition key: the token's sub
 * expenseId    S  sort key: a UUID
 * type         S  expense | income
 * date         S  2026-01-22; sort key of the index byDate
 * category     S
 * amount       N  in the currency's own unit: 120.5
 * currency     S  INR
 * description  S  may be empty
 * version      N  1, 2, 3, …
 * fingerprint  S  of the content it was first recorded with
 * createdAt    S  2026-01-22T10:15:30.123456Z
 * updatedAt    S
 * deletedAt    S  only if deleted
 * expiresAt    N  only if deleted: epoch seconds after which DynamoDB removes the item (TTL)
 * </pre>
 */
public final class ExpenseItem {
  public static final String INDEX_BY_DATE = "byDate";

  /** How long a deleted expense stays: for undo, backup, and audit. */
  public static final Duration KEPT_AFTER_DELETION = Duration.ofDays(90);

  private ExpenseItem() {}

  public static Map<String, AttributeValue> key(String userId, String expenseId) {
    return Item.with("userId", userId, "expenseId", expenseId);
  }

  public static Map<String, AttributeValue> of(Expense expense) {
    Map<String, AttributeValue> item = key(expense.userId(), expense.expenseId());
    item.putAll(ofContent(expense.content()));
    item.put("version", Item.n(expense.version()));
    item.put("fingerprint", Item.s(expense.fingerprint()));
    item.put("createdAt", Item.moment(expense.createdAt()));
    item.put("updatedAt", Item.moment(expense.updatedAt()));
    if (expense.deletedAt() != null) {
      item.put("deletedAt", Item.moment(expense.deletedAt()));
      item.put("expiresAt", expiresAt(expense.deletedAt()));
    }
    return item;
  }

  /** The attributes that a user can change. */
  public static Map<String, AttributeValue> ofContent(ExpenseContent content) {
    return Map.of(
        "type", Item.s(content.type().wireName()),
        "date", Item.s(content.date().toString()),
        "category", Item.s(content.category()),
        "amount", Item.n(content.money().toDecimal()),
        "currency", Item.s(content.money().currency().code()),
        "description", Item.s(content.description()));
  }

  /** When the item of an expense that was deleted at this moment is removed. */
  public static AttributeValue expiresAt(Instant deletedAt) {
    return Item.n(deletedAt.plus(KEPT_AFTER_DELETION).getEpochSecond());
  }

  /**
   * The expense in an item.
   *
   * @throws CorruptItem if it is none
   */
  public static Expense read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return new Expense(
        item.text("userId"),
        item.text("expenseId"),
        new ExpenseContent(
            type(item),
            item.date("date"),
            item.text("category"),
            item.money("amount"),
            item.text("description")),
        item.number("version"),
        item.text("fingerprint"),
        item.instant("createdAt"),
        item.instant("updatedAt"),
        item.has("deletedAt") ? item.instant("deletedAt") : null);
  }

  /** The attributes that {@link #readDayEntry} wants. */
  public static final String DAY_ENTRY_PROJECTION = "#type, category, amount, currency, deletedAt";

  /** The names in {@link #DAY_ENTRY_PROJECTION} that are DynamoDB's reserved words. */
  public static final Map<String, String> DAY_ENTRY_NAMES = Map.of("#type", "type");

  /**
   * What counting needs of an item; of a deleted one too, which counts nothing.
   *
   * @throws CorruptItem if it cannot be counted
   */
  public static DayEntry readDayEntry(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    Money money = item.money("amount");
    if (money.minorUnits() <= 0) {
      throw new CorruptItem("attribute amount is not greater than zero");
    }
    return new DayEntry(type(item), item.text("category"), money, item.has("deletedAt"));
  }

  private static ExpenseType type(Item item) {
    return item.read("type", value -> ExpenseType.find(value.s()).orElse(null));
  }
}
