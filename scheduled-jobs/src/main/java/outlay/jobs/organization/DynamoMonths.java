package outlay.jobs.organization;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import outlay.model.OrganizationMonth;
import outlay.store.CorruptItem;
import outlay.store.Item;
import outlay.store.OrganizationItem;
import outlay.store.TotalsItem;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Reads the table {@code totals} once, in parallel, and writes an item a month to {@code
 * organization}. Items of one user follow each other in a scan's segment, so that people are
 * counted without a list of them, and what is held is the sums alone.
 *
 * <p>Read eventually consistent, at half the price: a count that was answered a second before may
 * be missing. A run that began earlier never replaces what a later one wrote.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan">Parallel
 *     scan</a>
 */
final class DynamoMonths {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoMonths.class);
  private static final int SEGMENTS = 8;

  /**
   * Counts may be missing that were answered shortly before a read that is eventually consistent.
   */
  private static final long BEHIND_SECONDS = 2;

  private final DynamoDbClient dynamoDb;
  private final String totalsTable;
  private final String organizationTable;
  private final Clock clock;

  DynamoMonths(DynamoDbClient dynamoDb, String totalsTable, String organizationTable, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.totalsTable = totalsTable;
    this.organizationTable = organizationTable;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param unreadable days that are not what Outlay writes, and are left out; each is in the log
   */
  record Result(Instant asOf, int months, long days, long unreadable) {}

  /** One segment's months. */
  private static final class Share {
    final Map<YearMonth, OrganizationMonth.Counting> months = new TreeMap<>();
    long days;
    long unreadable;

    OrganizationMonth.Counting month(YearMonth month) {
      return months.computeIfAbsent(month, absent -> new OrganizationMonth.Counting());
    }
  }

  /**
   * Adds all months up.
   *
   * @throws ArithmeticException if a sum does not fit a {@code long}
   */
  Result run() {
    Instant asOf = clock.instant().minusSeconds(BEHIND_SECONDS);
    Share all = new Share();
    for (Share share : inParallel()) {
      share.months.forEach((month, counting) -> all.month(month).add(counting));
      all.days += share.days;
      all.unreadable += share.unreadable;
    }
    SortedMap<YearMonth, OrganizationMonth.Counting> months = new TreeMap<>(all.months);
    months.forEach((month, sums) -> put(OrganizationItem.of(month, sums.month(), asOf)));
    put(OrganizationItem.latest(asOf)); // Last: whoever reads it finds the months as new.
    return new Result(asOf, months.size(), all.days, all.unreadable);
  }

  private List<Share> inParallel() {
    List<Callable<Share>> tasks = new ArrayList<>();
    for (int segment = 0; segment < SEGMENTS; segment++) {
      int number = segment;
      tasks.add(() -> share(number));
    }
    ExecutorService threads = Executors.newFixedThreadPool(SEGMENTS);
    try {
      List<Share> shares = new ArrayList<>();
      for (Future<Share> future : threads.invokeAll(tasks)) {
        shares.add(future.get());
      }
      return shares;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while adding up", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a segment could not be added up", failed.getCause());
    } finally {
      threads.shutdown();
    }
  }

  private Share share(int segment) {
    Share share = new Share();
    ScanRequest scan =
        ScanRequest.builder()
            .tableName(totalsTable)
            .segment(segment)
            .totalSegments(SEGMENTS)
            .projectionExpression("userId, #date, currencies")
            .expressionAttributeNames(Map.of("#date", "date"))
            .build();
    dynamoDb.scanPaginator(scan).items().forEach(item -> add(item, share));
    return share;
  }

  private static void add(Map<String, AttributeValue> attributes, Share share) {
    Item item = new Item(attributes);
    try {
      share
          .month(YearMonth.from(item.date("date")))
          .add(item.text("userId"), TotalsItem.read(attributes));
      share.days++;
    } catch (CorruptItem unreadable) {
      share.unreadable++;
      LOG.atError()
          .setCause(unreadable)
          .addKeyValue("user_id", item.text("userId"))
          .addKeyValue("date", item.text("date"))
          .log("totals_unreadable");
    }
  }

  private void put(Map<String, AttributeValue> item) {
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(organizationTable)
                  .item(item)
                  .conditionExpression("attribute_not_exists(#month) OR asOf < :asOf")
                  .expressionAttributeNames(Map.of("#month", "month"))
                  .expressionAttributeValues(
                      Map.of(":asOf", Item.s(OrganizationItem.asOf(item).toString()))));
    } catch (ConditionalCheckFailedException newer) {
      LOG.atInfo().addKeyValue("month", new Item(item).text("month")).log("organization_is_newer");
    }
  }
}
