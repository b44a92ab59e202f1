package outlay.local.http;

import java.util.function.LongSupplier;

/**
 * Lets {@code burst} requests pass at once, and the rate in the long run.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html">
 *     Throttle requests to HTTP APIs</a>
 */
final class TokenBucket {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Throttling throttling;
  private final LongSupplier nanoTime;
  private double tokens;
  private long lastNanos;

  TokenBucket(Throttling throttling, LongSupplier nanoTime) {
    this.throttling = throttling;
    this.nanoTime = nanoTime;
    this.tokens = throttling.burst();
    this.lastNanos = nanoTime.getAsLong();
  }

  synchronized boolean take() {
    long now = nanoTime.getAsLong();
    double earned = (now - lastNanos) / NANOS_PER_SECOND * throttling.ratePerSecond();
    tokens = Math.min(throttling.burst(), tokens + earned);
    lastNanos = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
