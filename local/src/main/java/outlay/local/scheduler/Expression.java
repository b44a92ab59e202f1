package outlay.local.scheduler;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a schedule fires, by one of the <a
 * href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">types of
 * schedules</a>: {@code cron(…)}, {@code rate(…)}, or {@code at(…)}.
 *
 * <p>As AWS <a
 * href="https://repost.aws/knowledge-center/eventbridge-scheduler-adjust-dst">describes daylight
 * saving time</a>: a wall-clock time that a shift forward leaves out is skipped; one that a shift
 * back repeats is fired once, here at its first occurrence; days of a rate are 24 hours.
 */
public interface Expression {
  /** The first time that it fires after {@code instant}; empty if never. */
  Optional<Instant> next(Instant instant);

  /**
   * Reads an expression.
   *
   * @param zone where its wall clock hangs
   * @param anchor when a rate fires first
   * @throws Refusal saying what is wrong with it
   */
  static Expression of(String text, ZoneId zone, Instant anchor) {
    int open = text.indexOf('(');
    if (open < 0 || !text.endsWith(")")) {
      throw Refusal.invalid("Invalid Schedule Expression " + text + ".");
    }
    String content = text.substring(open + 1, text.length() - 1).strip();
    return switch (text.substring(0, open)) {
      case "cron" -> new WallClock(Cron.of(content)::next, zone);
      case "rate" -> Rate.of(content, anchor);
      case "at" -> new WallClock(Once.at(content)::next, zone);
      default -> throw Refusal.invalid("Invalid Schedule Expression " + text + ".");
    };
  }
}
