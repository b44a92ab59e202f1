package outlay.local.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wall clocks that are shifted. */
class ExpressionTest {
  private static final Instant ANCHOR = Instant.parse("2026-03-28T12:00:00Z");

  /** Expression, zone, from when, and the three firings after that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Berlin: 2026-03-29 02:00 becomes 03:00
          cron(30 1 * * ? *)  | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T23:30:00Z 2026-03-30T23:30:00Z
          cron(30 2 * * ? *)  | Europe/Berlin    | 2026-03-27T12:00:00Z | 2026-03-28T01:30:00Z 2026-03-30T00:30:00Z 2026-03-31T00:30:00Z
          cron(0 3 * * ? *)   | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z 2026-03-31T01:00:00Z
          cron(0/30 * * * ? *)| Europe/Berlin    | 2026-03-29T00:15:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z
          # Berlin: 2026-10-25 03:00 becomes 02:00
          cron(30 2 * * ? *)  | Europe/Berlin    | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z
          cron(30 2 * * ? *)  | Europe/Berlin    | 2026-10-25T01:10:00Z | 2026-10-26T01:30:00Z 2026-10-27T01:30:00Z 2026-10-28T01:30:00Z
          cron(0/30 * * * ? *)| Europe/Berlin    | 2026-10-25T00:15:00Z | 2026-10-25T00:30:00Z 2026-10-25T02:00:00Z 2026-10-25T02:30:00Z
          cron(0 3 * * ? *)   | Europe/Berlin    | 2026-10-24T12:00:00Z | 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z 2026-10-27T02:00:00Z
          # New York: 2026-03-08 02:00 becomes 03:00, 2026-11-01 02:00 becomes 01:00
          cron(15 2 * * ? *)  | America/New_York | 2026-03-07T12:00:00Z | 2026-03-09T06:15:00Z 2026-03-10T06:15:00Z 2026-03-11T06:15:00Z
          cron(15 1 * * ? *)  | America/New_York | 2026-10-31T12:00:00Z | 2026-11-01T05:15:00Z 2026-11-02T06:15:00Z 2026-11-03T06:15:00Z
          cron(0 9 ? * SUN *) | America/New_York | 2026-10-30T12:00:00Z | 2026-11-01T14:00:00Z 2026-11-08T14:00:00Z 2026-11-15T14:00:00Z
          # Kolkata has no such shifts, and half an hour
          cron(30 1 * * ? *)  | Asia/Kolkata     | 2026-03-28T12:00:00Z | 2026-03-28T20:00:00Z 2026-03-29T20:00:00Z 2026-03-30T20:00:00Z
          cron(0 2 1 * ? *)   | Asia/Kolkata     | 2026-01-31T12:00:00Z | 2026-01-31T20:30:00Z 2026-02-28T20:30:00Z 2026-03-31T20:30:00Z
          cron(0 0 L * ? *)   | Asia/Kolkata     | 2028-02-01T00:00:00Z | 2028-02-28T18:30:00Z 2028-03-30T18:30:00Z 2028-04-29T18:30:00Z
          # Lord Howe shifts by half an hour: 2026-04-05 02:00 becomes 01:30
          cron(45 1 * * ? *)  | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z 2026-04-06T15:15:00Z
          # A rate's day has 24 hours
          rate(1 day)         | Europe/Berlin    | 2026-03-28T12:00:00Z | 2026-03-29T12:00:00Z 2026-03-30T12:00:00Z 2026-03-31T12:00:00Z
          rate(90 minutes)    | Europe/Berlin    | 2026-03-28T00:00:00Z | 2026-03-28T12:00:00Z 2026-03-28T13:30:00Z 2026-03-28T15:00:00Z
          rate(1 hour)        | UTC              | 2026-03-28T14:59:59Z | 2026-03-28T15:00:00Z 2026-03-28T16:00:00Z 2026-03-28T17:00:00Z
          """)
  void next_isAsAwsDocuments(String expression, ZoneId zone, Instant from, String expected) {
    Expression read = Expression.of(expression, zone, ANCHOR);
    List<String> times = new ArrayList<>();
    Instant time = from;
    for (int i = 0; i < 3; i++) {
      time = read.next(time).orElseThrow();
      times.add(time.toString());
    }

    assertThat(String.join(" ", times)).isEqualTo(expected);
  }

  /** Each time in a year of half hours, on both shifts, at most once: no wall-clock time twice. */
  @Test
  void next_ofEveryHalfHour_neverRepeatsAWallClockTime() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    Expression read = Expression.of("cron(0/30 * * * ? 2026)", berlin, ANCHOR);
    List<String> wallClock = new ArrayList<>();
    Optional<Instant> time = read.next(Instant.parse("2025-12-31T12:00:00Z"));
    while (time.isPresent()) {
      wallClock.add(time.get().atZone(berlin).toLocalDateTime().toString());
      time = read.next(time.get());
    }

    assertThat(wallClock).doesNotHaveDuplicates().hasSize(365 * 48 - 2);
  }

  @ParameterizedTest
  @CsvSource({
    "at(2026-01-31T23:59:30), Europe/Berlin, 2026-01-31T22:59:30Z",
    "at(2026-10-25T02:30:00), Europe/Berlin, 2026-10-25T00:30:00Z",
    "at(2026-11-01T01:30:00), America/New_York, 2026-11-01T05:30:00Z"
  })
  void at_firesOnce(String expression, ZoneId zone, Instant expected) {
    Expression read = Expression.of(expression, zone, ANCHOR);

    assertThat(read.next(Instant.parse("2026-01-01T00:00:00Z"))).contains(expected);
    assertThat(read.next(expected)).isEmpty();
  }

  @Test
  void at_aTimeThatIsLeftOut_neverFires() {
    Expression read = Expression.of("at(2026-03-29T02:30:00)", ZoneId.of("Europe/Berlin"), ANCHOR);

    assertThat(read.next(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "daily",
        "cron(",
        "every(1 day)",
        "rate(0 days)",
        "rate(-1 days)",
        "rate(1.5 hours)",
        "rate(5 seconds)",
        "rate(5)",
        "at(2026-02-30T00:00:00)",
        "at(2026-01-01)",
        "at(2026-01-01T00:00:00Z)"
      })
  void of_whatIsNoExpression_isRefused(String text) {
    assertThatThrownBy(() -> Expression.of(text, ZoneId.of("UTC"), ANCHOR))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("Invalid Schedule Expression ");
  }
}
