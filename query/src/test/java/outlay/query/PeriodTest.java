package outlay.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-22, 2026-01-19, 2026-W04",
    "2026-01-19, 2026-01-19, 2026-W04",
    "2026-01-25, 2026-01-19, 2026-W04",
    "2026-01-01, 2025-12-29, 2026-W01",
    "2027-01-01, 2026-12-28, 2026-W53",
    "2023-01-01, 2022-12-26, 2022-W52",
    "2024-12-30, 2024-12-30, 2025-W01",
    "1970-01-01, 1969-12-29, 1970-W01",
  })
  void week_isNamedAsIsoDoes(LocalDate date, LocalDate monday, String name) {
    assertThat(Period.WEEK.startOf(date)).isEqualTo(monday);
    assertThat(Period.WEEK.name(monday)).isEqualTo(name);
  }

  @Test
  void week_everyDayFor60Years_agreesWithTheJdk() {
    for (LocalDate date = LocalDate.of(1970, 1, 1);
        date.getYear() < 2030;
        date = date.plusDays(1)) {
      String name = Period.WEEK.name(Period.WEEK.startOf(date));

      assertThat(name.substring(0, 4))
          .isEqualTo(Integer.toString(date.get(IsoFields.WEEK_BASED_YEAR)));
      assertThat(Integer.parseInt(name.substring(6)))
          .isEqualTo(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DAY, 2026-01-22, 2026-01-22, 2026-01-23, 2026-01-22",
    "WEEK, 2026-01-22, 2026-01-19, 2026-01-26, 2026-W04",
    "MONTH, 2024-02-29, 2024-02-01, 2024-03-01, 2024-02",
    "MONTH, 2026-12-31, 2026-12-01, 2027-01-01, 2026-12",
  })
  void period_startsAndEnds(
      Period period, LocalDate date, LocalDate start, LocalDate after, String name) {
    assertThat(period.startOf(date)).isEqualTo(start);
    assertThat(period.after(start)).isEqualTo(after);
    assertThat(period.name(start)).isEqualTo(name);
  }
}
