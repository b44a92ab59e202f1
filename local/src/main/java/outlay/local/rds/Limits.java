package outlay.local.rds;

import java.time.Duration;

/**
 * How long the Data API waits.
 *
 * @param statement for a statement, which is cancelled then
 * @param idle for a transaction's next call, after which it is rolled back
 * @param transaction for a transaction's end, after which it is rolled back
 * @see <a
 *     href="https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_BeginTransaction.html">BeginTransaction</a>
 */
record Limits(Duration statement, Duration idle, Duration transaction) {
  static final Limits OF_AWS =
      new Limits(Duration.ofSeconds(45), Duration.ofMinutes(3), Duration.ofHours(24));
}
