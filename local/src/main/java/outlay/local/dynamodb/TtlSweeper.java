package outlay.local.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Removes the items of a table whose <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html">time
 * to live</a> is over: DynamoDB Local's own does not keep indexes right. As on AWS, values that are
 * no numbers or lie more than five years back are left alone, and an item that is given more time
 * meanwhile stays. The pollers mark the stream records of what it removes.
 *
 * <p>DynamoDB Local does one thing after the other, so a large table is looked at in small pages,
 * with pauses: others wait for a page at most, and nine tenths of the time are theirs.
 */
public final class TtlSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TtlSweeper.class);
  private static final Duration OLDEST = Duration.ofDays(5 * 365);
  private static final int PAGE = 200;
  private static final int REST = 9; // Times as long as a page took.
  private static final String EXPIRED =
      "#ttl BETWEEN :oldest AND :now AND attribute_type(#ttl, :number)";

  private final DynamoDbClient client;
  private final TableSpec table;
  private final String attribute;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "ttl");
            thread.setDaemon(true);
            return thread;
          });

  TtlSweeper(DynamoDbClient client, TableSpec table, Clock clock) {
    this.client = client;
    this.table = table;
    this.attribute =
        table
            .ttlAttribute()
            .orElseThrow(() -> new IllegalArgumentException(table.name() + " has no TTL"));
    this.clock = clock;
  }

  /** Sweeps again and again, in real time; the clock only tells what is expired. */
  public void sweepEvery(Duration pause) {
    ScheduledFuture<?> unused = // Never done: sweepOrLog does not throw.
        timer.scheduleWithFixedDelay(
            this::sweepOrLog, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Looks at every item once.
   *
   * @return how many it removed
   * @throws InterruptedException when it is closed
   */
  public int sweep() throws InterruptedException {
    Instant now = clock.instant();
    Map<String, AttributeValue> values =
        Map.of(
            ":now", AttributeValue.fromN(Long.toString(now.getEpochSecond())),
            ":oldest", AttributeValue.fromN(Long.toString(now.minus(OLDEST).getEpochSecond())),
            ":number", AttributeValue.fromS("N"));
    ScanRequest scan =
        ScanRequest.builder()
            .tableName(table.name())
            .limit(PAGE)
            .filterExpression(EXPIRED)
            .expressionAttributeNames(Map.of("#ttl", attribute))
            .expressionAttributeValues(values)
            .build();
    int removed = 0;
    long asked = System.nanoTime();
    for (ScanResponse page : client.scanPaginator(scan)) {
      long took = System.nanoTime() - asked;
      for (Map<String, AttributeValue> item : page.items()) {
        removed += remove(key(item), values) ? 1 : 0;
      }
      if (page.hasLastEvaluatedKey()) {
        TimeUnit.NANOSECONDS.sleep(REST * took);
        asked = System.nanoTime();
      }
    }
    return removed;
  }

  /** Stops sweeping. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void sweepOrLog() {
    try {
      sweep();
    } catch (SdkException e) {
      // A scheduled task that throws is not run again; the next sweep makes up for this one.
      LOG.atWarn().setCause(e).addKeyValue("table", table.name()).log("ttl_sweep_failed");
    } catch (InterruptedException closed) {
      LOG.atDebug().addKeyValue("table", table.name()).log("ttl_sweep_ended");
    }
  }

  private boolean remove(Map<String, AttributeValue> key, Map<String, AttributeValue> values) {
    try {
      client.deleteItem(
          request ->
              request
                  .tableName(table.name())
                  .key(key)
                  .conditionExpression(EXPIRED)
                  .expressionAttributeNames(Map.of("#ttl", attribute))
                  .expressionAttributeValues(values));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false; // Changed since it was read.
    }
  }

  private Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    List<String> names = table.keys().stream().map(TableSpec.Key::attribute).toList();
    Map<String, AttributeValue> key = new LinkedHashMap<>(item);
    key.keySet().retainAll(names);
    return key;
  }
}
