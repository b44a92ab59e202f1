package outlay.local.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code rate(15 minutes)}.
 *
 * @param first when it fires first
 */
record Rate(Duration every, Instant first) implements Expression {
  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})\\s+(minute|hour|day)(s?)");

  static Rate of(String text, Instant first) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw Refusal.invalid(
          "Invalid Schedule Expression rate(" + text + "): not rate(value minutes|hours|days).");
    }
    long value = Long.parseLong(matcher.group(1));
    Duration every =
        switch (matcher.group(2)) {
          case "minute" -> Duration.ofMinutes(value);
          case "hour" -> Duration.ofHours(value);
          default -> Duration.ofDays(value);
        };
    return new Rate(every, first);
  }

  @Override
  public Optional<Instant> next(Instant instant) {
    if (instant.isBefore(first)) {
      return Optional.of(first);
    }
    long passed = Duration.between(first, instant).dividedBy(every);
    return Optional.of(first.plus(every.multipliedBy(passed + 1)));
  }
}
