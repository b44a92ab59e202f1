package outlay.totals;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
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
  private static final int MOST_STATEMENTS = 25;

  private static final Set<BatchStatementErrorCodeEnum> TURNED_DOWN =
      Set.of(
          BatchStatementErrorCodeEnum.CONDITIONAL_CHECK_FAILED,
          BatchStatementErrorCodeEnum.DUPLICATE_ITEM);

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
   * date to itself is left out, and one on which there is an expense that cannot be read.
   *
   * @param days {@link ManyUsers#MOST} at most
   */
  @Override
  public Map<UserDay, Read> readTogether(Collection<UserDay> days) {
    Map<LocalDate, List<UserDay>> dates =
        days.stream().collect(Collectors.groupingBy(UserDay::day));
    dates.values().removeIf(ofDate -> ofDate.size() == 1);
    if (dates.isEmpty()) {
      return Map.of();
    }
    Map<UserDay, Long> revisions =
        revisions(dates.values().stream().flatMap(List::stream).toList());
    Map<UserDay, List<DayEntry>> entries = new HashMap<>();
    dates.forEach((date, ofDate) -> entries.putAll(entries(date, ofDate)));
    Map<UserDay, Read> read = new HashMap<>();
    revisions.forEach(
        (day, revision) -> {
          @Nullable List<DayEntry> ofDay = entries.get(day);
          if (ofDay != null) {
            read.put(day, new Read(revision, ofDay));
          }
        });
    return read;
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

  /**
   * By statements of PartiQL: what else writes many items at once takes no conditions, or twice the
   * units. {@value #MOST_STATEMENTS} a call.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.multiplestatements.batching.html">Batches
   *     of statements</a>: each succeeds or fails by itself
   */
  @Override
  public Together putTogether(Collection<Next> days, Instant countedAt) {
    List<Next> all = List.copyOf(days);
    Set<UserDay> written = new HashSet<>();
    int conflicts = 0;
    for (int from = 0; from < all.size(); from += MOST_STATEMENTS) {
      List<Next> some = all.subList(from, Math.min(from + MOST_STATEMENTS, all.size()));
      List<BatchStatementRequest> statements =
          some.stream()
              .map(next -> DynamoTotalsStatement.put(totalsTable, next, countedAt))
              .toList();
      List<BatchStatementResponse> answers =
          dynamo.batchExecuteStatement(batch -> batch.statements(statements)).responses();
      for (int at = 0; at < some.size(); at++) {
        @Nullable BatchStatementError error = answers.get(at).error();
        if (error == null) {
          written.add(some.get(at).day());
        } else if (TURNED_DOWN.contains(error.code())) {
          conflicts++;
        }
      }
    }
    return new Together(written, conflicts);
  }

  private static long revisionIn(Map<String, AttributeValue> item) {
    return item.isEmpty() ? NONE : new Item(item).number("revision");
  }
}
