package outlay.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import outlay.model.CategoryTotals;
import outlay.model.Currency;

/**
 * {@code report.html}: the month at a glance, currency by currency. One file without a script or
 * anything from elsewhere, and with a policy that allows neither, so that whatever users wrote is
 * text. The same figures give the same bytes.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 */
final class ReportPage {
  private static final int CATEGORIES_CHARTED = 12;
  private static final int MAX_DIFFERENCES = 100;
  private static final int MAX_DESCRIPTION = 200;

  private static final String CSS = css();

  private final Writer out;
  private final MonthFigures figures;

  private ReportPage(Writer out, MonthFigures figures) {
    this.out = out;
    this.figures = figures;
  }

  private static String css() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(
          java.util.Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  static void write(Writer out, MonthFigures figures, Differences differences, long unreadable) {
    try {
      new ReportPage(out, figures).write(differences, unreadable);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private void write(Differences differences, long unreadable) throws IOException {
    String title =
        figures.month().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
            + " "
            + figures.month().getYear();
    out.write(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Outlay: %s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <header>
        <h1>%s</h1>
        <p class="soft">%s expenses and incomes, %s users, %s currencies</p>
        </header>
        """
            .formatted(
                policy(),
                title,
                CSS,
                title,
                AmountText.of(figures.rows()),
                AmountText.of(figures.users()),
                AmountText.of(figures.currencies().size())));
    warnings(differences, unreadable);
    if (figures.currencies().isEmpty()) {
      out.write("<p>Nothing was spent or earned in this month.</p>\n");
    }
    for (Map.Entry<Currency, CurrencyFigures> each : figures.currencies().entrySet()) {
      section(each.getKey(), each.getValue());
    }
    out.write(
        """
        <footer>
        <p>Every row: <a href="expenses.csv">expenses.csv</a>. \
        Sums by user, currency, and category: <a href="summary.csv">summary.csv</a>. \
        What belongs together: <a href="manifest.json">manifest.json</a>.</p>
        </footer>
        </main>
        </body>
        </html>
        """);
  }

  /** Nothing may be loaded, and no style applied but the one above. */
  private static String policy() {
    byte[] hash = FileUpload.sha256().digest(CSS.getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; style-src 'sha256-"
        + Base64.getEncoder().encodeToString(hash)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private void warnings(Differences differences, long unreadable) throws IOException {
    if (unreadable > 0) {
      out.write(
          "<section class=\"warning\"><h2>Left out: "
              + AmountText.of(unreadable)
              + "</h2>\n<p>So many stored expenses of this month cannot be read; the log of the"
              + " report's worker names them.</p></section>\n");
    }
    if (differences.users() == 0) {
      return;
    }
    out.write(
        "<section class=\"warning\"><h2>Differences: "
            + AmountText.of(differences.users())
            + " users</h2>\n<p>On these days the rows do not come to what was counted. Run Reconcile,"
            + " then the report again.</p>\n");
    out.write("<div class=\"tables\"><table><thead><tr><th scope=\"col\">User</th>");
    out.write("<th scope=\"col\">Days</th></tr></thead><tbody>\n");
    for (Difference difference :
        differences.listed().subList(0, Math.min(MAX_DIFFERENCES, differences.listed().size()))) {
      out.write(
          "<tr><th scope=\"row\" class=\"text\">"
              + Html.isolated(difference.userId())
              + "</th><td>"
              + String.join(", ", difference.days())
              + "</td></tr>\n");
    }
    out.write("</tbody></table></div>\n");
    if (differences.users() > MAX_DIFFERENCES) {
      out.write("<p>These are the first " + MAX_DIFFERENCES + ". See the manifest for more.</p>\n");
    }
    out.write("</section>\n");
  }

  private void section(Currency currency, CurrencyFigures of) throws IOException {
    String code = currency.code();
    CategoryTotals total = of.total();
    out.write("<section aria-labelledby=\"" + code + "\">\n");
    out.write("<h2 id=\"" + code + "\">" + code + "</h2>\n<dl class=\"figures\">\n");
    figure("Spent", AmountText.of(total.spent(), currency));
    figure("Earned", AmountText.of(total.earned(), currency));
    figure("Balance", AmountText.of(Math.subtractExact(total.earned(), total.spent()), currency));
    figure("Expenses and incomes", AmountText.of(total.count()));
    out.write("</dl>\n<h3>Income against spending</h3>\n<figure tabindex=\"0\">\n");
    out.write(
        Chart.bars(
            code + "-balance",
            "Income against spending in " + code,
            "Earned "
                + AmountText.of(total.earned(), currency)
                + ", spent "
                + AmountText.of(total.spent(), currency),
            List.of(
                bar("earned", "Earned", total.earned(), currency),
                bar("spent", "Spent", total.spent(), currency))));
    out.write("</figure>\n");
    categories(currency, of);
    days(currency, of);
    largest(currency, of);
    out.write("</section>\n");
  }

  private void figure(String name, String value) throws IOException {
    out.write("<div><dt>" + name + "</dt><dd>" + value + "</dd></div>\n");
  }

  private void categories(Currency currency, CurrencyFigures of) throws IOException {
    List<Map.Entry<String, CategoryTotals>> all = of.categories();
    List<Map.Entry<String, CategoryTotals>> shown =
        all.subList(0, Math.min(CATEGORIES_CHARTED, all.size()));
    CategoryTotals rest =
        all.subList(shown.size(), all.size()).stream()
            .map(Map.Entry::getValue)
            .reduce(of.untold(), CategoryTotals::plus);
    String restName = "All " + AmountText.of(all.size() - shown.size()) + " others";
    if (of.untold().count() > 0) {
      restName = "All others";
    }
    List<Chart.Bar> bars = new ArrayList<>();
    for (Map.Entry<String, CategoryTotals> each : shown) {
      bars.add(bar("spent", each.getKey(), each.getValue().spent(), currency));
    }
    if (rest.count() > 0) {
      bars.add(bar("rest", restName, rest.spent(), currency));
    }
    out.write("<h3>By category</h3>\n<figure tabindex=\"0\">\n");
    out.write(
        Chart.bars(
            currency.code() + "-categories",
            "Spent by category in " + currency.code(),
            "The same numbers are in the table below.",
            bars));
    out.write("</figure>\n");
    tableHead("Category");
    for (Map.Entry<String, CategoryTotals> each : shown) {
      tableRow(Html.isolated(each.getKey()), each.getValue(), currency);
    }
    if (rest.count() > 0) {
      tableRow(restName, rest, currency);
    }
    out.write("</tbody></table></div>\n");
  }

  private void days(Currency currency, CurrencyFigures of) throws IOException {
    List<CategoryTotals> days = of.days();
    List<Chart.Day> columns = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      String date = figures.month().atDay(i + 1).toString();
      columns.add(
          new Chart.Day(
              bar("spent", date + " spent", days.get(i).spent(), currency),
              bar("earned", date + " earned", days.get(i).earned(), currency)));
    }
    out.write("<h3>By day</h3>\n<figure tabindex=\"0\">\n");
    out.write(
        Chart.days(
            currency.code() + "-days",
            "Spent and earned by day in " + currency.code(),
            "The same numbers are in the table below.",
            columns));
    out.write(
        "<figcaption><span class=\"key spent\"></span>spent"
            + "<span class=\"key earned\"></span>earned</figcaption>\n</figure>\n"
            + "<details open><summary>The days as a table</summary>\n");
    tableHead("Day");
    for (int i = 0; i < days.size(); i++) {
      if (days.get(i).count() > 0) {
        tableRow(figures.month().atDay(i + 1).toString(), days.get(i), currency);
      }
    }
    out.write("</tbody></table></div>\n</details>\n");
  }

  private void tableHead(String first) throws IOException {
    out.write(
        "<div class=\"tables\"><table><thead><tr><th scope=\"col\">"
            + first
            + "</th><th scope=\"col\" class=\"number\">Spent</th>"
            + "<th scope=\"col\" class=\"number\">Earned</th>"
            + "<th scope=\"col\" class=\"number\">Count</th></tr></thead><tbody>\n");
  }

  private void tableRow(String html, CategoryTotals totals, Currency currency) throws IOException {
    out.write(
        "<tr><th scope=\"row\" class=\"text\">"
            + html
            + number(AmountText.of(totals.spent(), currency), "</th>")
            + number(AmountText.of(totals.earned(), currency), "</td>")
            + number(AmountText.of(totals.count()), "</td>")
            + "</td></tr>\n");
  }

  private static String number(String text, String endOfTheCellBefore) {
    return endOfTheCellBefore + "<td class=\"number\">" + text;
  }

  private void largest(Currency currency, CurrencyFigures of) throws IOException {
    List<ReportRow> rows = of.largest();
    if (rows.isEmpty()) {
      return;
    }
    out.write(
        "<h3>Largest expenses</h3>\n<div class=\"tables\"><table><thead><tr>"
            + "<th scope=\"col\">Date</th><th scope=\"col\">User</th>"
            + "<th scope=\"col\">Category</th><th scope=\"col\">Description</th>"
            + "<th scope=\"col\" class=\"number\">Amount</th></tr></thead><tbody>\n");
    for (ReportRow row : rows) {
      out.write(
          "<tr><th scope=\"row\">"
              + row.content().date()
              + "</th><td class=\"text\">"
              + Html.isolated(row.userId())
              + "</td><td class=\"text\">"
              + Html.isolated(row.content().category())
              + "</td><td class=\"text\">"
              + Html.isolated(Html.cut(row.content().description(), MAX_DESCRIPTION))
              + number(AmountText.of(row.money().minorUnits(), currency), "</td>")
              + "</td></tr>\n");
    }
    out.write("</tbody></table></div>\n");
  }

  private static Chart.Bar bar(String style, String label, long length, Currency currency) {
    return new Chart.Bar(style, label, length, AmountText.of(length, currency));
  }
}
