package outlay.query;

import java.util.List;
import outlay.model.CsvText;
import outlay.model.Expense;
import outlay.model.ExpenseContent;

/**
 * Expenses as a CSV file: a header line, every field in quotes, lines ended by CRLF, UTF-8 without
 * a byte order mark. Amounts are plain digits with all of the currency's fraction digits; texts are
 * {@link CsvText#harmless}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class ExpenseCsv {
  private static final String HEADER =
      "\"date\",\"type\",\"category\",\"amount\",\"currency\",\"description\",\"expenseId\"\r\n";

  private ExpenseCsv() {}

  static String of(List<Expense> expenses) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (Expense expense : expenses) {
      ExpenseContent content = expense.content();
      field(csv, content.date().toString()).append(',');
      field(csv, content.type().wireName()).append(',');
      field(csv, content.category()).append(',');
      field(csv, content.money().toDecimal().toPlainString()).append(',');
      field(csv, content.money().currency().code()).append(',');
      field(csv, content.description()).append(',');
      field(csv, expense.expenseId()).append("\r\n");
    }
    return csv.toString();
  }

  private static StringBuilder field(StringBuilder csv, String text) {
    return csv.append('"').append(CsvText.harmless(text).replace("\"", "\"\"")).append('"');
  }
}
