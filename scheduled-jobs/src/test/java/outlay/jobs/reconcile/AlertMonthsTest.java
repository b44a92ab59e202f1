package outlay.jobs.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertMonthsTest {
  @ParameterizedTest
  @CsvSource({
    "2019-06-01, false",
    "2025-11-30, false",
    "2025-12-01, true",
    "2026-01-22, true",
    "2026-02-01, true",
    "2027-01-31, true",
    "2027-02-01, false",
    "9999-12-31, false"
  })
  void has_fromTheMonthBefore_toAYearAhead(LocalDate date, boolean has) {
    assertThat(AlertMonths.at(Instant.parse("2026-01-22T12:00:00Z")).has(date)).isEqualTo(has);
  }
}
