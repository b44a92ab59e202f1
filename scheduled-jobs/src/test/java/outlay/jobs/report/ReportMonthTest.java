package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.jobs.runs.InvalidRequest;
import outlay.jobs.runs.Request;

final class ReportMonthTest {
  private final ReportMonth month = new ReportMonth(ZoneId.of("Asia/Kolkata"));

  @Test
  void parameters_ofASchedule_areTheMonthBeforeInTheZone() {
    // Half past midnight on the first of February in India.
    assertThat(of(Map.of("scheduledFor", "2026-01-31T19:00:00Z"), "2026-03-09T00:00:00Z"))
        .isEqualTo(Map.of("month", "2026-01"));
    assertThat(of(Map.of("scheduledFor", "2026-01-31T18:00:00Z"), "2026-03-09T00:00:00Z"))
        .isEqualTo(Map.of("month", "2025-12"));
  }

  @Test
  void parameters_ofNothing_areTheMonthBeforeNow() {
    assertThat(of(Map.of(), "2026-01-15T00:00:00Z")).isEqualTo(Map.of("month", "2025-12"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01", "2025-12", "2026-01", "2026-02"})
  void parameters_ofAMonth_areThat(String text) {
    assertThat(of(Map.of("month", text), "2026-01-31T19:00:00Z")).isEqualTo(Map.of("month", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1969-12", "2026-03", "2026-13", "2026-1", "2026-01-01", "january", "٢٠٢٦-٠١"})
  void parameters_ofNoMonthYet_areRefused(String text) {
    assertThatThrownBy(() -> of(Map.of("month", text), "2026-01-31T19:00:00Z"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("from 1970-01 to 2026-02");
  }

  @Test
  void parameters_ofOtherFields_areRefused() {
    assertThatThrownBy(() -> of(Map.of("mouth", "2026-01"), "2026-01-31T19:00:00Z"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("mouth");
  }

  private Map<String, String> of(Map<String, Object> fields, String now) {
    return month.parameters(new Request(fields, Instant.parse(now), Optional.empty()));
  }
}
