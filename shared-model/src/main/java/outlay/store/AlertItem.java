package outlay.store;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import outlay.model.Alert;
import outlay.model.Budget;
import outlay.model.Currency;
import outlay.model.Money;
import outlay.model.Notice;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table {@code alerts}: an alert that was raised, with all that is needed to tell it
 * again.
 *
 * <pre>
 * userId       S  partition key
 * alert        S  sort key: 2026-01#INR#Food#80#5000 or expense#ID; what {@link Alert#id} says
 * kind         S  budget | large-expense
 * state        S  pending | sent
 * raisedAt     S  2026-01-22T10:15:30.123456Z; of the latest attempt, like all that follows
 * history      S  month and raisedAt, 2026-01#2026-01-22T10:15:30.123456Z: key of the index byMonth, which holds
 *                 keys only, so that sending an alert writes nothing to it
 *
 * pending:
 * lease        S  whose turn it is to send it: a random token
 * leaseUntil   N  epoch milliseconds; from then on another may take it up
 *
 * sent:
 * sentAt       S
 * messageId    S  SNS's
 *
 * kind budget:
 * month        S  2026-01
 * budget       S  INR or INR#Food
 * currency     S  INR
 * limit        N  in the currency's own unit
 * level        N  in percent of the limit
 * spent        N  when it was found
 * date         S  the day whose change led there; may be absent
 * category     S  the category whose change led there; absent if date is
 *
 * kind large-expense:
 * expenseId    S
 * date         S
 * category     S
 * currency     S
 * amount       N
 * threshold    N  from which amount it is large
 * </pre>
 */
public final class AlertItem {
  public static final String PENDING = "pending";
  public static final String SENT = "sent";

  /** A local index, sorted by {@code history}: a user's alerts of a month, in order of time. */
  public static final String INDEX_BY_MONTH = "byMonth";

  private static final String BUDGET = "budget";
  private static final String LARGE_EXPENSE = "large-expense";

  private AlertItem() {}

  public static Map<String, AttributeValue> key(String userId, String alertId) {
    return Item.with("userId", userId, "alert", alertId);
  }

  /** {@code budget} or {@code large-expense}. */
  public static String kind(Alert alert) {
    return alert instanceof Alert.BudgetReached ? BUDGET : LARGE_EXPENSE;
  }

  /**
   * What the sort keys of a month's budget alerts, and the index keys of all alerts, begin with.
   */
  public static String monthPrefix(YearMonth month) {
    return month + "#";
  }

  /** A pending item, to be sent by whoever holds the lease. */
  public static Map<String, AttributeValue> pending(
      Notice notice, Instant raisedAt, String lease, Instant leaseUntil) {
    Alert alert = notice.alert();
    Map<String, AttributeValue> item = key(alert.userId(), alert.id());
    item.put("kind", Item.s(kind(alert)));
    item.put("state", Item.s(PENDING));
    item.put("raisedAt", Item.s(raisedAt.toString()));
    item.put("history", Item.s(monthPrefix(month(alert)) + raisedAt));
    item.put("lease", Item.s(lease));
    item.put("leaseUntil", Item.n(leaseUntil.toEpochMilli()));
    if (alert instanceof Alert.BudgetReached reached) {
      put(item, reached);
    } else if (alert instanceof Alert.LargeExpense large) {
      put(item, large);
    }
    notice
        .trigger()
        .ifPresent(
            trigger -> {
              item.put("date", Item.s(trigger.date().toString()));
              item.put("category", Item.s(trigger.category()));
            });
    return item;
  }

  private static YearMonth month(Alert alert) {
    return alert instanceof Alert.LargeExpense large
        ? YearMonth.from(large.date())
        : ((Alert.BudgetReached) alert).month();
  }

  private static void put(Map<String, AttributeValue> item, Alert.BudgetReached reached) {
    Budget budget = reached.budget();
    item.put("month", Item.s(reached.month().toString()));
    item.put("budget", Item.s(budget.key()));
    item.put("currency", Item.s(budget.currency().code()));
    item.put("limit", Item.n(budget.limit().toDecimal()));
    item.put("level", Item.n(reached.level()));
    item.put("spent", Item.n(reached.spent().toDecimal()));
  }

  private static void put(Map<String, AttributeValue> item, Alert.LargeExpense large) {
    item.put("expenseId", Item.s(large.expenseId()));
    item.put("date", Item.s(large.date().toString()));
    item.put("category", Item.s(large.category()));
    item.put("currency", Item.s(large.money().currency().code()));
    item.put("amount", Item.n(large.money().toDecimal()));
    item.put("threshold", Item.n(large.threshold().toDecimal()));
  }

  /** Whether it was sent, and nothing more is to be done about it. */
  public static boolean isSent(Map<String, AttributeValue> attributes) {
    return new Item(attributes).text("state").equals(SENT);
  }

  /**
   * The alert in an item. A budget has its level of this alert only.
   *
   * @throws CorruptItem if there is none
   */
  public static Notice read(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return switch (item.text("kind")) {
      case BUDGET ->
          new Notice(
              readReached(item),
              item.has("date")
                  ? Optional.of(new Notice.Trigger(item.date("date"), item.text("category")))
                  : Optional.empty());
      case LARGE_EXPENSE -> new Notice(readLarge(item), Optional.empty());
      default -> throw new CorruptItem("attribute kind is no alert's");
    };
  }

  private static Alert.BudgetReached readReached(Item item) {
    String key = item.text("budget");
    Money limit = item.money("limit");
    Currency currency = limit.currency();
    int level = item.read("level", value -> Integer.valueOf(value.n()));
    boolean ofCategory = key.startsWith(currency.code() + "#");
    return new Alert.BudgetReached(
        item.text("userId"),
        item.read("month", value -> YearMonth.parse(value.s())),
        new Budget(
            currency,
            ofCategory
                ? Optional.of(key.substring(currency.code().length() + 1))
                : Optional.empty(),
            limit,
            List.of(level),
            Optional.empty()),
        level,
        item.money("spent"));
  }

  private static Alert.LargeExpense readLarge(Item item) {
    return new Alert.LargeExpense(
        item.text("userId"),
        item.text("expenseId"),
        item.date("date"),
        item.text("category"),
        item.money("amount"),
        item.money("threshold"));
  }
}
