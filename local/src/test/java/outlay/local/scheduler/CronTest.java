package outlay.local.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  /** Expression, from when, and the three firings after that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # every so often
          0/15 8-17 ? * MON-FRI *  | 2026-01-22T17:46 | 2026-01-23T08:00 2026-01-23T08:15 2026-01-23T08:30
          5/20 * * * ? *           | 2026-01-22T23:46 | 2026-01-23T00:05 2026-01-23T00:25 2026-01-23T00:45
          */7 * * * ? *            | 2026-01-22T23:56 | 2026-01-23T00:00 2026-01-23T00:07 2026-01-23T00:14
          10-50/20 1 * * ? *       | 2026-02-01T01:35 | 2026-02-01T01:50 2026-02-02T01:10 2026-02-02T01:30
          30 2 * * ? *             | 2026-02-28T02:30 | 2026-03-01T02:30 2026-03-02T02:30 2026-03-03T02:30
          # month ends and leap days
          0 3 1 * ? *              | 2026-01-31T23:00 | 2026-02-01T03:00 2026-03-01T03:00 2026-04-01T03:00
          0 3 L * ? *              | 2024-02-01T00:00 | 2024-02-29T03:00 2024-03-31T03:00 2024-04-30T03:00
          0 3 L 2 ? *              | 2025-03-01T00:00 | 2026-02-28T03:00 2027-02-28T03:00 2028-02-29T03:00
          0 3 29 2 ? *             | 2025-01-01T00:00 | 2028-02-29T03:00 2032-02-29T03:00 2036-02-29T03:00
          0 3 31 * ? *             | 2026-01-31T03:00 | 2026-03-31T03:00 2026-05-31T03:00 2026-07-31T03:00
          0 3 L,1 * ? *            | 2026-02-01T04:00 | 2026-02-28T03:00 2026-03-01T03:00 2026-03-31T03:00
          0 0 1,15 JAN,jul ? 2027  | 2026-02-01T00:00 | 2027-01-01T00:00 2027-01-15T00:00 2027-07-01T00:00
          0 0 1-5/2 * ? *          | 2026-02-01T00:00 | 2026-02-03T00:00 2026-02-05T00:00 2026-03-01T00:00
          # the nearest weekday, within the month
          0 3 15W * ? *            | 2026-02-01T00:00 | 2026-02-16T03:00 2026-03-16T03:00 2026-04-15T03:00
          0 3 15W * ? *            | 2026-08-01T00:00 | 2026-08-14T03:00 2026-09-15T03:00 2026-10-15T03:00
          0 3 1W * ? *             | 2026-07-31T00:00 | 2026-08-03T03:00 2026-09-01T03:00 2026-10-01T03:00
          0 3 31W * ? *            | 2026-05-01T00:00 | 2026-05-29T03:00 2026-07-31T03:00 2026-08-31T03:00
          0 0 1,15W * ? *          | 2026-02-02T00:00 | 2026-02-16T00:00 2026-03-01T00:00 2026-03-16T00:00
          # days of the week: Sunday is 1
          0 3 ? * 1 *              | 2026-01-22T00:00 | 2026-01-25T03:00 2026-02-01T03:00 2026-02-08T03:00
          0 3 ? * 2-6 *            | 2026-01-23T03:00 | 2026-01-26T03:00 2026-01-27T03:00 2026-01-28T03:00
          0 3 ? * SAT,SUN *        | 2026-01-22T00:00 | 2026-01-24T03:00 2026-01-25T03:00 2026-01-31T03:00
          0 3 ? * L *              | 2026-01-22T00:00 | 2026-01-24T03:00 2026-01-31T03:00 2026-02-07T03:00
          0 3 ? * 6L *             | 2026-01-22T00:00 | 2026-01-30T03:00 2026-02-27T03:00 2026-03-27T03:00
          0 3 ? * FRIL *           | 2026-01-31T00:00 | 2026-02-27T03:00 2026-03-27T03:00 2026-04-24T03:00
          0 3 ? * 2,6L *           | 2026-01-27T00:00 | 2026-01-30T03:00 2026-02-02T03:00 2026-02-09T03:00
          0 3 ? * 2#1 *            | 2026-01-22T00:00 | 2026-02-02T03:00 2026-03-02T03:00 2026-04-06T03:00
          0 3 ? * MON#5 *          | 2026-01-22T00:00 | 2026-03-30T03:00 2026-06-29T03:00 2026-08-31T03:00
          # years
          0 0 1 1 ? 2026/4         | 2026-02-01T00:00 | 2030-01-01T00:00 2034-01-01T00:00 2038-01-01T00:00
          """)
  void next_isAsOnTheCalendar(String expression, LocalDateTime from, String expected) {
    Cron cron = Cron.of(expression);
    List<String> times = new ArrayList<>();
    LocalDateTime time = from;
    for (int i = 0; i < 3; i++) {
      time = cron.next(time).orElseThrow();
      times.add(time.toString());
    }

    assertThat(String.join(" ", times)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 1 1 ? 2020", "0 0 30 2 ? *", "0 0 31W 6 ? *", "0 0 29 2 ? 2100"})
  void next_thatNeverComes_isNone(String expression) {
    assertThat(Cron.of(expression).next(LocalDateTime.parse("2026-02-01T00:00")))
        .isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 0 1 * ?",
        "0 0 1 * ? * *",
        "0 0 1 * 1 *",
        "0 0 * * * *",
        "0 0 ? * ? *",
        "60 0 1 * ? *",
        "0 24 1 * ? *",
        "0 0 0 * ? *",
        "0 0 32 * ? *",
        "0 0 1 13 ? *",
        "0 0 1 FOO ? *",
        "0 0 ? * 0 *",
        "0 0 ? * 8 *",
        "0 0 ? * 2#6 *",
        "0 0 ? * 2#1,3#1 *",
        "0 0 ? * MON/2 *",
        "0 0 1 * ? 1969",
        "0 0 1 * ? 2200",
        "0/0 0 1 * ? *",
        "30-10 0 1 * ? *",
        "0 22-2 * * ? *",
        "0 0 L-3 * ? *",
        "0 0 LW * ? *",
        "0 0 1,,2 * ? *",
        "? 0 1 * ? *",
        "a 0 1 * ? *",
        "-1 0 1 * ? *"
      })
  void of_whatAwsDoesNotDocument_isRefused(String expression) {
    assertThatThrownBy(() -> Cron.of(expression))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("Invalid Schedule Expression cron(" + expression + "): ");
  }
}
