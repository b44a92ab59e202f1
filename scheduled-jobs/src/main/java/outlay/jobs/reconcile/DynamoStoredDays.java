package outlay.jobs.reconcile;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import outlay.jobs.runs.DynamoScan;
import outlay.jobs.runs.PagesAhead;
import outlay.model.DayEntry;
import outlay.model.DayTotals;
import outlay.store.CorruptItem;
import outlay.store.ExpenseItem;
import outlay.store.Item;
import outlay.store.TotalsItem;
import outlay.totals.UserDay;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Days in the tables {@code expenses} and {@code totals}. All expenses are walked over in the local
 * index {@code byDate}, in which those of a user follow each other by date; so a day is complete
 * when the next one begins.
 *
 * <p>The walk is eventually consistent, at half the price, but for {@link #expensesOf}: a day that
 * seems to differ is read again by {@link #read}, strongly consistent; and what a stream lost is
 * there on every replica by the next night at the latest.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html">Local
 *     secondary indexes: a partition's items are sorted by the index's sort key</a>
 */
final class DynamoStoredDays {
  /** Sorts after every date and every id, both of which are digits, letters, and dashes. */
  private static final String AFTER_ALL = "~";

  private static final int MAX_PAGES_OF_EDITS = 20;
  private static final String EXPENSE_PROJECTION =
      "userId, expenseId, #date, " + ExpenseItem.DAY_ENTRY_PROJECTION;
  private static final Map<String, String> EXPENSE_NAMES = expenseNames();
  private static final Map<String, String> DATE_NAME = Map.of("#date", "date");

  private final DynamoDbClient dynamo;
  private final String expensesTable;
  private final String totalsTable;
  private final DynamoScan expenses;
  private final DynamoScan totals;

  DynamoStoredDays(DynamoDbClient dynamo, String expensesTable, String totalsTable) {
    this(dynamo, expensesTable, totalsTable, scan -> {});
  }

  /**
   * @param settings what else to ask of DynamoDB in a scan: a page's limit
   */
  DynamoStoredDays(
      DynamoDbClient dynamo,
      String expensesTable,
      String totalsTable,
      Consumer<ScanRequest.Builder> settings) {
    this.dynamo = dynamo;
    this.expensesTable = expensesTable;
    this.totalsTable = totalsTable;
    this.expenses =
        new DynamoScan(
            dynamo,
            expensesTable,
            scan ->
                settings.accept(
                    scan.consistentRead(false)
                        .indexName(ExpenseItem.INDEX_BY_DATE)
                        .projectionExpression(EXPENSE_PROJECTION)
                        .expressionAttributeNames(EXPENSE_NAMES)));
    this.totals =
        new DynamoScan(
            dynamo,
            totalsTable,
            scan ->
                settings.accept(
                    scan.consistentRead(false)
                        .projectionExpression("userId, #date, currencies")
                        .expressionAttributeNames(DATE_NAME)));
  }

  /**
   * A day as it is right now.
   *
   * @param counted what its expenses come to
   * @param stored its totals; empty if they cannot be read
   * @param changedAt when an expense of the day changed last, deleted ones included; long ago if
   *     there is none
   */
  record DayNow(DayTotals counted, Optional<DayTotals> stored, Instant changedAt) {
    boolean agrees() {
      return stored.filter(counted::equals).isPresent();
    }
  }

  /**
   * A segment's expenses, user by user, each user's by date; to be closed.
   *
   * @param at the days that the cursor says are done are left out
   */
  Pages<UserDays.StoredExpense> expenses(int segment, int segments, Cursor at) {
    Optional<String> start =
        at.user()
            .map(
                user ->
                    DynamoScan.cursor(
                        Map.of(
                            "userId", Item.s(user),
                            "date", Item.s(at.day().orElse(AFTER_ALL)),
                            "expenseId", Item.s(AFTER_ALL))));
    return new Pages<>(
        page -> expenses.page(segment, segments, page), start, DynamoStoredDays::expense);
  }

  /**
   * A user's expenses by date.
   *
   * @param after those up to this date are left out
   */
  Iterator<UserDays.StoredExpense> expensesOf(String userId, Optional<String> after) {
    return dynamo
        .queryPaginator(
            ofUser(expensesTable, userId, after)
                .indexName(ExpenseItem.INDEX_BY_DATE)
                .projectionExpression(EXPENSE_PROJECTION)
                .expressionAttributeNames(EXPENSE_NAMES)
                .build())
        .items()
        .stream()
        .map(DynamoStoredDays::expense)
        .iterator();
  }

  /**
   * A user's totals by date.
   *
   * @param after those up to this date are left out
   */
  Iterator<UserDays.StoredTotals> totalsOf(String userId, Optional<String> after) {
    return dynamo
        .queryPaginator(
            ofUser(totalsTable, userId, after)
                .consistentRead(false)
                .projectionExpression("#date, currencies")
                .expressionAttributeNames(DATE_NAME)
                .build())
        .items()
        .stream()
        .map(item -> new UserDays.StoredTotals(new Item(item).text("date"), stored(item)))
        .iterator();
  }

  /** A segment's totals, user by user; to be closed. */
  Pages<TotalsOfSegment.OfDay> totals(int segment, int segments, Optional<String> afterUser) {
    Optional<String> start =
        afterUser.map(
            user -> DynamoScan.cursor(Map.of("userId", Item.s(user), "date", Item.s(AFTER_ALL))));
    return new Pages<>(
        page -> totals.page(segment, segments, page),
        start,
        item ->
            new TotalsOfSegment.OfDay(
                new Item(item).text("userId"), new Item(item).text("date"), stored(item)));
  }

  /** Whether the walk over all expenses comes by the user. */
  boolean hasExpenses(String userId) {
    return !dynamo
        .query(
            ofUser(expensesTable, userId, Optional.empty())
                .consistentRead(false)
                .indexName(ExpenseItem.INDEX_BY_DATE)
                .projectionExpression("userId")
                .limit(1)
                .build())
        .items()
        .isEmpty();
  }

  /**
   * Reads a day: its totals, and after them its expenses, so that a change in between shows in
   * {@code changedAt}, and not as totals that are ahead.
   *
   * @throws CorruptItem if one of its expenses cannot be counted
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  DayNow read(UserDay day) {
    Map<String, AttributeValue> totalsItem =
        dynamo
            .getItem(
                get ->
                    get.tableName(totalsTable)
                        .key(TotalsItem.key(day.userId(), day.day()))
                        .consistentRead(true))
            .item();
    Map<String, String> names = new HashMap<>(ExpenseItem.DAY_ENTRY_NAMES);
    names.putAll(DATE_NAME);
    DayTotals.Counting counting = new DayTotals.Counting();
    Instant changedAt = Instant.EPOCH;
    for (Map<String, AttributeValue> item :
        dynamo
            .queryPaginator(
                query(expensesTable)
                    .indexName(ExpenseItem.INDEX_BY_DATE)
                    .keyConditionExpression("userId = :userId AND #date = :date")
                    .projectionExpression(ExpenseItem.DAY_ENTRY_PROJECTION + ", updatedAt")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(
                        Map.of(
                            ":userId", Item.s(day.userId()),
                            ":date", Item.s(day.day().toString())))
                    .build())
            .items()) {
      counting.add(ExpenseItem.readDayEntry(item));
      Instant at = updatedAt(item);
      changedAt = at.isAfter(changedAt) ? at : changedAt;
    }
    return new DayNow(
        counting.totals(),
        totalsItem.isEmpty() ? Optional.of(DayTotals.NONE) : stored(totalsItem),
        changedAt);
  }

  /**
   * Whether one of the user's expenses was edited since then, and so may have been moved from any
   * day to any other. Reads all of them, up to {@value #MAX_PAGES_OF_EDITS} pages of 1 MB: of
   * larger users it knows part.
   */
  boolean editedSince(String userId, Instant since) {
    QueryRequest query =
        query(expensesTable)
            .keyConditionExpression("userId = :userId")
            .filterExpression("updatedAt > :since AND version > :first")
            .projectionExpression("expenseId")
            .expressionAttributeValues(
                Map.of(
                    ":userId", Item.s(userId),
                    ":since", Item.moment(since),
                    ":first", Item.n(1)))
            .build();
    return dynamo.queryPaginator(query).stream()
        .limit(MAX_PAGES_OF_EDITS)
        .anyMatch(page -> page.count() > 0);
  }

  /** Of one user, by date if {@code after} is there; then {@code #date} is to be named. */
  private static QueryRequest.Builder ofUser(String table, String userId, Optional<String> after) {
    Map<String, AttributeValue> values = new HashMap<>(Map.of(":userId", Item.s(userId)));
    after.ifPresent(date -> values.put(":after", Item.s(date)));
    return query(table)
        .keyConditionExpression(
            after.isPresent() ? "userId = :userId AND #date > :after" : "userId = :userId")
        .expressionAttributeValues(values);
  }

  private static QueryRequest.Builder query(String table) {
    return QueryRequest.builder().tableName(table).consistentRead(true);
  }

  private static UserDays.StoredExpense expense(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return new UserDays.StoredExpense(
        item.text("userId"), item.text("date"), item.text("expenseId"), entry(attributes));
  }

  private static Optional<DayEntry> entry(Map<String, AttributeValue> item) {
    try {
      return Optional.of(ExpenseItem.readDayEntry(item));
    } catch (CorruptItem corrupt) {
      return Optional.empty(); // Reported with its day, which is read again.
    }
  }

  private static Optional<DayTotals> stored(Map<String, AttributeValue> item) {
    try {
      return Optional.of(TotalsItem.read(item));
    } catch (CorruptItem corrupt) {
      return Optional.empty(); // Totals are made anew, whatever they were.
    }
  }

  private static Instant updatedAt(Map<String, AttributeValue> item) {
    try {
      return new Item(item).instant("updatedAt");
    } catch (CorruptItem corrupt) {
      return Instant.EPOCH; // Counting does not need it; what Ingest wrote just now has it.
    }
  }

  private static Map<String, String> expenseNames() {
    Map<String, String> names = new HashMap<>(ExpenseItem.DAY_ENTRY_NAMES);
    names.put("#date", "date");
    return Collections.unmodifiableMap(names);
  }

  /** The items of all pages, the next of which is read while the one before is used up. */
  static final class Pages<T> implements Iterator<T>, AutoCloseable {
    private final PagesAhead<DynamoScan.Page> pages;
    private final Function<Map<String, AttributeValue>, T> as;
    private Iterator<Map<String, AttributeValue>> items = Collections.emptyIterator();

    private Pages(
        Function<Optional<String>, DynamoScan.Page> read,
        Optional<String> start,
        Function<Map<String, AttributeValue>, T> as) {
      this.pages = new PagesAhead<>(read, DynamoScan.Page::next, start);
      this.as = as;
    }

    @Override
    public boolean hasNext() {
      while (!items.hasNext() && pages.hasNext()) {
        items = pages.take().items().iterator();
      }
      return items.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return as.apply(items.next());
    }

    @Override
    public void close() {
      pages.close();
    }
  }
}
