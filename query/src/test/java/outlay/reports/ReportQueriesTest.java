package outlay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import outlay.reports.Gateway.Answer;

class ReportQueriesTest {
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);

  private final FakeReports reports = new FakeReports();
  private final Gateway gateway = new Gateway(reports);

  @BeforeEach
  void publish() {
    reports.published.put(
        JANUARY,
        new Report(
            JANUARY,
            2,
            "2026-02-01T02:00:00Z",
            812,
            3,
            List.of(new Report.File("expenses.csv", 70_000), new Report.File("report.html", 9))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[finance]", "[operators]", "[others operators]"})
  void list_hasTheNewestFirst(String groups) {
    YearMonth december = JANUARY.minusMonths(1);
    reports.published.put(
        december, new Report(december, 1, "2026-01-01T02:00:00Z", 0, 0, List.of()));

    Answer answer = gateway.get(groups, "/reports");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"items\":[{\"month\":\"2026-01\",\"revision\":2,\"publishedAt\":\"2026-02-01T02:00:00Z\","
                + "\"rows\":812,\"users\":3,\"files\":[{\"name\":\"expenses.csv\",\"bytes\":70000},"
                + "{\"name\":\"report.html\",\"bytes\":9}]},"
                + "{\"month\":\"2025-12\",\"revision\":1,\"publishedAt\":\"2026-01-01T02:00:00Z\","
                + "\"rows\":0,\"users\":0,\"files\":[]}]}");
  }

  @Test
  void link_isGoodForFiveMinutes() {
    assertThat(gateway.get("[operators]", "/reports/2026-01/expenses.csv").body())
        .isEqualTo(
            "{\"url\":\"https://bucket.example/2026-01/expenses.csv?for=PT5M\","
                + "\"expiresAt\":\"2026-02-03T12:05:00Z\"}");
  }

  @Test
  void archived_isTold() {
    YearMonth july = YearMonth.of(2025, 7);
    reports.published.clear();
    reports.published.put(july, Report.archived(july));

    assertThat(gateway.get("[finance]", "/reports").body())
        .isEqualTo("{\"items\":[{\"month\":\"2025-07\",\"archived\":true,\"files\":[]}]}");
    Answer link = gateway.get("[finance]", "/reports/2025-07/expenses.csv");
    assertThat(link.status()).isEqualTo(409);
    assertThat(link.code()).isEqualTo("report-archived");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/reports/2026-01/manifest.json",
        "/reports/2026-01/revisions/1/expenses.csv",
        "/reports/2026-01/../../secret",
        "/reports/2026-01/",
        "/reports/2026-02/expenses.csv",
        "/reports/2026-13/expenses.csv",
        "/reports/../expenses.csv",
        "/reports/2026-1/expenses.csv"
      })
  void link_toWhatNoManifestNames_isNotFound(String path) {
    Answer answer = gateway.get("[finance]", path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("report-not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reports", "/reports/2026-01/expenses.csv", "/reports/2026-02/nothing"})
  void forOthers_isForbidden(String path) {
    for (String groups : List.of("", "[]", "[Operators]", "operators", "[operator]")) {
      Answer answer = gateway.get(groups, path);

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("2026", "bucket");
    }
  }
}
