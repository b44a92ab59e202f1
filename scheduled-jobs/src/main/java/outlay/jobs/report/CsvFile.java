package outlay.jobs.report;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import outlay.model.CategoryTotals;
import outlay.model.CsvText;
import outlay.model.Currency;
import outlay.model.ExpenseContent;
import outlay.model.Money;

/**
 * Lines of a CSV file: every field in quotes, lines ended by CRLF, a header first. UTF-8 without a
 * byte order mark, since a mark is a character of the first column's name to most programs (for
 * those that guess another encoding, the object's content type states the charset). Amounts are
 * plain digits with all of the currency's fraction digits; texts are {@link CsvText#harmless}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvFile {
  private final CSVWriter csv;

  private CsvFile(Writer writer, String... header) {
    this.csv =
        new CSVWriter(
            writer,
            ICSVWriter.DEFAULT_SEPARATOR,
            ICSVWriter.DEFAULT_QUOTE_CHARACTER,
            ICSVWriter.DEFAULT_QUOTE_CHARACTER, // A quote is escaped by a quote.
            ICSVWriter.RFC4180_LINE_END);
    line(header);
  }

  /** {@code expenses.csv}: a row an expense or income. */
  static CsvFile expenses(Writer writer) {
    return new CsvFile(
        writer,
        "userId",
        "date",
        "type",
        "category",
        "amount",
        "currency",
        "description",
        "expenseId",
        "version",
        "createdAt",
        "updatedAt");
  }

  void expense(ReportRow row) {
    ExpenseContent content = row.content();
    line(
        CsvText.harmless(row.userId()),
        content.date().toString(),
        content.type().wireName(),
        CsvText.harmless(content.category()),
        digits(content.money()),
        content.money().currency().code(),
        CsvText.harmless(content.description()),
        CsvText.harmless(row.expenseId()),
        Long.toString(row.version()),
        row.createdAt(),
        row.updatedAt());
  }

  /** {@code summary.csv}: a row for what a user spent and earned in a currency and category. */
  static CsvFile summary(Writer writer) {
    return new CsvFile(writer, "userId", "currency", "category", "spent", "earned", "count");
  }

  void sum(String userId, Currency currency, String category, CategoryTotals totals) {
    line(
        CsvText.harmless(userId),
        currency.code(),
        CsvText.harmless(category),
        digits(new Money(totals.spent(), currency)),
        digits(new Money(totals.earned(), currency)),
        Long.toString(totals.count()));
  }

  private static String digits(Money money) {
    return money.toDecimal().toPlainString();
  }

  private void line(String... fields) {
    csv.writeNext(fields, true);
    IOException swallowed = csv.getException();
    if (swallowed != null) {
      throw new UncheckedIOException(swallowed);
    }
  }
}
