package outlay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportPageTest {
  private static final Differences NO_DIFFERENCES = new Differences(0, List.of());

  @Test
  void write_whatUsersWrote_isTextOnly() {
    ReportRow nasty =
        ReportFixtures.expense(
            "<b>&\"'",
            "e1",
            "2026-01-03",
            "</title><script>",
            "1",
            "USD",
            "<img src=x onerror=alert(1)>");

    String page =
        page(
            List.of(nasty),
            new Differences(1, List.of(new Difference("<i>", List.of("2026-01-03")))));

    assertThat(page)
        .doesNotContain("<script", "<img", "<i>", "<b>")
        .contains("&lt;img src=x onerror=alert(1)&gt;", "&lt;b&gt;&amp;&quot;&#39;");
  }

  @Test
  void write_loadsNothing() {
    String page = page(ReportFixtures.MONTH, NO_DIFFERENCES);

    assertThat(page)
        .contains("content=\"default-src 'none'; style-src 'sha256-")
        .doesNotContain("http://", "https://", "url(", "@import", "style=\"", " src=");
  }

  @Test
  void write_namesEachChartForWhoDoesNotSeeIt() {
    String page = page(ReportFixtures.MONTH, NO_DIFFERENCES);

    assertThat(page.split("<svg role=\"img\"", -1)).hasSize(3 * 3 + 1);
    assertThat(page)
        .contains("<title id=\"INR-categories-title\">Spent by category in INR</title>")
        .contains("<desc id=\"INR-balance-desc\">Earned 50,000.00, spent 120.55</desc>");
  }

  @Test
  void write_moreCategoriesThanFit_sumsTheRest() {
    List<ReportRow> rows = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      rows.add(
          ReportFixtures.expense("ann", "e" + i, "2026-01-03", "C" + i, "" + i, "USD", "D" + i));
    }

    String page = page(rows, NO_DIFFERENCES);

    assertThat(page)
        .contains("<bdi>C20</bdi></th><td class=\"number\">20.00")
        .contains("All 8 others</th><td class=\"number\">36.00") // 1 + 2 + … + 8
        .contains("<bdi>D11</bdi>")
        .doesNotContain("<bdi>D10</bdi>"); // Not among the ten largest.
  }

  @Test
  void write_theSameFigures_givesTheSameBytes() {
    List<ReportRow> rows = new ArrayList<>(ReportFixtures.MONTH);
    String page = page(rows, NO_DIFFERENCES);
    java.util.Collections.reverse(rows);

    assertThat(page(rows, NO_DIFFERENCES)).isEqualTo(page);
  }

  private static String page(List<ReportRow> rows, Differences differences) {
    MonthFigures figures = new MonthFigures(ReportFixtures.JANUARY);
    rows.forEach(figures::add);
    StringWriter page = new StringWriter();
    ReportPage.write(page, figures, differences, 0);
    return page.toString();
  }
}
