package outlay.streams;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.DayTotals;
import outlay.model.Expense;
import outlay.store.CorruptItem;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A change of an item, as a record of its table's stream tells it.
 *
 * @param table the table's name
 * @param at about when it happened: DynamoDB rounds it
 * @param keys the item's primary key
 * @param oldImage the item before; empty if there was none
 * @param newImage the item after; empty if there is none
 */
record DynamoChange(
    String table,
    Instant at,
    Map<String, AttributeValue> keys,
    Optional<Map<String, AttributeValue>> oldImage,
    Optional<Map<String, AttributeValue>> newImage) {
  private static final DayTotals NO_TOTALS = DayTotals.of(List.of());

  DynamoChange {
    keys = Map.copyOf(keys);
  }

  /**
   * Whose item it is; the partition key of every table that has a stream.
   *
   * @throws outlay.store.CorruptItem if the key names no user
   */
  String userId() {
    return key().text("userId");
  }

  Item key() {
    return new Item(keys);
  }

  Optional<Item> oldItem() {
    return oldImage.map(Item::new);
  }

  Optional<Item> newItem() {
    return newImage.map(Item::new);
  }

  /**
   * The expense as it is after the change; empty if it is no more.
   *
   * @throws outlay.store.CorruptItem if there is none in the image
   */
  Optional<Expense> newExpense() {
    return newImage.map(ExpenseItem::read);
  }

  /** The totals before the change; none if they cannot be read. */
  DayTotals oldTotals() {
    return totals(oldImage);
  }

  /** The totals after the change; none if they cannot be read. */
  DayTotals newTotals() {
    return totals(newImage);
  }

  private static DayTotals totals(Optional<Map<String, AttributeValue>> image) {
    try {
      return image.map(TotalsItem::read).orElse(NO_TOTALS);
    } catch (CorruptItem unreadable) {
      return NO_TOTALS;
    }
  }
}
