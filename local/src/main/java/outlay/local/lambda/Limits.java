package outlay.local.lambda;

import java.time.Duration;

/**
 * How long is waited for what.
 *
 * @param free for an instance, while all are busy and none starts
 * @param init for an instance to start. Lambda allows 10 s; here many may start at once on few
 *     processors
 * @param idle after which all instances of a function but one are stopped
 * @param retryInit after a start that failed, how long its error is answered again without another
 *     start
 */
record Limits(Duration free, Duration init, Duration idle, Duration retryInit) {
  static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1));

  Limits withFree(Duration time) {
    return new Limits(time, init, idle, retryInit);
  }

  Limits withInit(Duration time) {
    return new Limits(free, time, idle, retryInit);
  }

  Limits withIdle(Duration time) {
    return new Limits(free, init, time, retryInit);
  }
}
