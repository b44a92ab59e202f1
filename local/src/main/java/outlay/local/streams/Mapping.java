package outlay.local.streams;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An event source mapping. See <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html">its parameters</a>.
 *
 * @param id letters, digits, {@code -}, {@code _}, {@code .}; what was handed over is remembered
 *     under it, so it must stay the same over restarts
 * @param function the name that the invoker knows
 * @param table whose stream is read
 * @param streamArn what the events say that they come from; its region is {@code awsRegion}
 * @param filterPatterns a record that matches none of them is dropped; none: all match
 * @param batchSize 1 to 10,000 records
 * @param window how long to gather records for a batch that is not full; zero: not at all
 * @param bisectOnError whether a batch that failed is halved before it is tried again
 * @param maximumRetryAttempts how often a batch is tried again, at most; -1: for ever
 * @param maximumRecordAge records that were written longer ago are dropped; empty: at no age
 * @param reportBatchItemFailures whether the function's answer names the records that failed
 * @param onFailureQueueUrl where to tell of records that were given up; empty: nowhere
 * @param trimHorizon whether the first start reads what is already in the stream
 * @param ttlAttribute the table's TTL attribute: a removal of an item that had expired is marked as
 *     DynamoDB's own. Who deletes an expired item is not told from the sweeper; the stream must
 *     hold old images
 */
public record Mapping(
    String id,
    String function,
    String table,
    String streamArn,
    List<String> filterPatterns,
    int batchSize,
    Duration window,
    boolean bisectOnError,
    int maximumRetryAttempts,
    Optional<Duration> maximumRecordAge,
    boolean reportBatchItemFailures,
    Optional<String> onFailureQueueUrl,
    boolean trimHorizon,
    Optional<String> ttlAttribute) {
  public Mapping {
    filterPatterns = List.copyOf(filterPatterns);
    if (!id.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("A mapping's id names a folder, so it cannot be " + id);
    }
    if (batchSize < 1 || batchSize > 10_000) {
      throw new IllegalArgumentException(id + ": BatchSize must be 1 to 10000, not " + batchSize);
    }
  }

  /** The fourth part of the stream's ARN. */
  String region() {
    return streamArn.split(":", -1)[3];
  }

  /** The function's ARN, in the stream's region and account. */
  String functionArn() {
    String[] parts = streamArn.split(":", -1);
    return "arn:aws:lambda:" + parts[3] + ":" + parts[4] + ":function:" + function;
  }
}
