package outlay.local;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import outlay.local.faults.Fault;
import outlay.local.faults.Faults;
import outlay.local.faults.Rule;
import outlay.local.streams.Disorder;

/**
 * A little of everything that can go wrong, for whoever wants to watch the system survive: only
 * what functions do is befallen, so that operators and tests still see what is there.
 */
final class Chaos {
  private static final double THROTTLED = 0.02;
  private static final double FAILED = 0.01;
  private static final double HELD = 0.005;
  private static final double KILLED = 0.003;
  private static final double DISORDER = 0.03;
  private static final Duration LONGEST_HELD = Duration.ofSeconds(20);

  private final Faults faults;
  private final Disorder disorder;
  private final Set<String> functions;
  private OptionalLong seed = OptionalLong.empty();

  /**
   * @param functions whose calls go wrong
   */
  Chaos(Faults faults, Disorder disorder, Set<String> functions) {
    this.faults = faults;
    this.disorder = disorder;
    this.functions = functions;
  }

  synchronized void start(long chosen) {
    faults.start(
        chosen,
        List.of(
            Rule.of(Fault.THROTTLED, THROTTLED).from(functions),
            Rule.of(Fault.FAILED_BEFORE, FAILED).from(functions),
            Rule.of(Fault.FAILED_AFTER, FAILED).from(functions),
            Rule.of(Fault.DROPPED_AFTER, FAILED).from(functions),
            Rule.of(Fault.APPLIED_LATE, HELD)
                .from(functions)
                .held(Duration.ofMillis(800), LONGEST_HELD),
            Rule.of(Fault.KILLED_AFTER, KILLED).from(functions)));
    disorder.start(chosen, Disorder.Rates.harmless(DISORDER));
    seed = OptionalLong.of(chosen);
  }

  synchronized void stop() {
    faults.stop();
    disorder.stop();
    seed = OptionalLong.empty();
  }

  /** Nothing unless it is on. */
  synchronized OptionalLong seed() {
    return seed;
  }

  /** What went wrong since it was started last, and how often. */
  Map<String, Long> injected() {
    Map<String, Long> all = new LinkedHashMap<>(faults.injected());
    disorder.done().forEach((what, count) -> all.put("batches: " + what, count));
    return all;
  }

  /** What is on, and how to end it. */
  static String banner(long seed) {
    return """
    Chaos %d is on. Of the functions' AWS calls, %s %% are throttled; %s %% each fail before, fail after,
    or lose their answer after they were applied; %s %% are held up to %d s and applied then; after
    %s %% the function's process is killed. Of the streams' batches, %s %% each are delivered again,
    again later, twice at once, or out of order, or have their answer lost.
      ./run chaos       says what went wrong so far
      ./run chaos off   ends it\
    """
        .formatted(
            seed,
            percent(THROTTLED),
            percent(FAILED),
            percent(HELD),
            LONGEST_HELD.toSeconds(),
            percent(KILLED),
            percent(DISORDER));
  }

  private static String percent(double rate) {
    return BigDecimal.valueOf(rate).movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
