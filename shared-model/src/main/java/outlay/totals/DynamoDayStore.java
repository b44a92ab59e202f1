package outlay.totals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.store.CorruptItem;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.ManyUsers;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Days in the tables {@code expenses} (its local index {@code byDate}) and {@code totals}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html">Read
 *     consistency: a local index can be read strongly consistent, a global one cannot</a>
 */
public final class DynamoDayStore implements DayStore {
  private final DynamoDbClient dynamo;
  private final String expensesTable;
  private final String totalsTable;
  private final ManyUsers manyUsers;

  public DynamoDayStore(DynamoDbClient dynamo, String expensesTable, String totalsTable) {
    this.dynamo = dynamo;
    this.expensesTable = expensesTable;
    this.totalsTable = totalsTable;
    this.manyUsers = new ManyUsers(dynamo);
  }

  /**
   * Eventually consistent, at half the price: a revision that is behind costs a refused write and
   * another round, and cannot make a sum wrong, since the put compares it with what is there.
   */
  @Override
  public long revision(UserDay day) {
    return revisionIn(
        dynamo
            .getItem(
                get ->
                    get.tableName(totalsTable)
                        .key(TotalsItem.key(day.userId(), day.day()))
                        .projectionExpression("revision"))
            .item());
  }

  @Override
  public List<DayEntry> entries(UserDay day) {
    Map<String, String> names = new HashMap<>(ExpenseItem.DAY_ENTRY_NAMES);
    names.put("#date", "date");
    QueryRequest query =
        QueryRequest.builder()
            .tableName(expensesTable)
            .indexName(ExpenseItem.INDEX_BY_DATE)
            .consistentRead(true)
            .keyConditionExpression("userId = :userId AND #date = :date")
            .projectionExpression(ExpenseItem.DAY_ENTRY_PROJECTION)
            .expressionAttributeNames(names)
            .expressionAttributeValues(
                Map.of(":userId", Item.s(day.userId()), ":date", Item.s(day.day().toString())))
            .build();
    return dynamo.queryPaginator(query).items().stream().map(ExpenseItem::readDayEntry).toList();
  }

  /**
   * Revisions by one call for all, expenses by one call for all users of a date. A day that has a
   * date to itself is left to {@link #entries}.
   *
   * @param days {@link ManyUsers#MOST} at most
   */
  @Override
  public DayStore ahead(Collection<UserDay> days) {
    Map<UserDay, Long> revisions = revisions(days);
    Map<UserDay, List<DayEntry>> entries = new HashMap<>();
    days.stream()
        .collect(Collectors.groupingBy(UserDay::day))
        .forEach(
            (date, ofDate) -> {
              if (ofDate.size() > 1) {
                entries.putAll(entries(date, ofDate));
              }
            });
    return new DaysAhead(this, revisions, entries);
  }

  /** Without those that DynamoDB left out. */
  private Map<UserDay, Long> revisions(Collection<UserDay> days) {
    KeysAndAttributes keys =
        KeysAndAttributes.builder()
            .keys(days.stream().map(day -> TotalsItem.key(day.userId(), day.day())).toList())
            .projectionExpression("userId, #date, revision")
            .expressionAttributeNames(Map.of("#date", "date"))
            .build();
    BatchGetItemResponse answer =
        dynamo.batchGetItem(get -> get.requestItems(Map.of(totalsTable, keys)));
    Map<UserDay, Long> revisions = new HashMap<>();
    days.forEach(day -> revisions.put(day, NONE));
    answer.responses().getOrDefault(totalsTable, List.of()).stream()
        .map(Item::new)
        .forEach(item -> revisions.put(day(item), item.number("revision")));
    if (answer.hasUnprocessedKeys() && answer.unprocessedKeys().containsKey(totalsTable)) {
      answer.unprocessedKeys().get(totalsTable).keys().stream()
          .map(Item::new)
          .forEach(key -> revisions.remove(day(key)));
    }
    return revisions;
  }

  /** Without the days on which there is an expense that cannot be read. */
  private Map<UserDay, List<DayEntry>> entries(LocalDate date, List<UserDay> days) {
    Map<UserDay, List<DayEntry>> entries = new HashMap<>();
    days.forEach(day -> entries.put(day, new ArrayList<>()));
    List<String> users = days.stream().map(UserDay::userId).toList();
    String day = date.toString();
    for (Map<String, AttributeValue> item :
        manyUsers.items(expensesTable, ExpenseItem.INDEX_BY_DATE, users, day, day)) {
      UserDay of = new UserDay(new Item(item).text("userId"), date);
      try {
        entries.computeIfPresent(
            of,
            (same, soFar) -> {
              soFar.add(ExpenseItem.readDayEntry(item));
              return soFar;
            });
      } catch (CorruptItem unreadable) {
        entries.remove(of);
      }
    }
    return entries;
  }

  private static UserDay day(Item item) {
    return new UserDay(item.text("userId"), item.date("date"));
  }

  @Override
  public OptionalLong put(UserDay day, long revision, DayTotals totals, Instant countedAt) {
    PutItemRequest.Builder put =
        PutItemRequest.builder()
            .tableName(totalsTable)
            .item(TotalsItem.of(day.userId(), day.day(), revision + 1, totals, countedAt))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (revision == NONE) {
      put.conditionExpression("attribute_not_exists(userId)");
    } else {
      put.conditionExpression("revision = :revision")
          .expressionAttributeValues(Map.of(":revision", Item.n(revision)));
    }
    try {
      dynamo.putItem(put.build());
      return OptionalLong.empty();
    } catch (ConditionalCheckFailedException counted) {
      return OptionalLong.of(revisionIn(counted.item()));
    }
  }

  private static long revisionIn(Map<String, AttributeValue> item) {
    return item.isEmpty() ? NONE : new Item(item).number("revision");
  }
}
