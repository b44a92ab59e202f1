package outlay.query;

import java.util.List;
import outlay.model.Expense;
import outlay.model.ExpenseContent;

/**
 * Expenses as a CSV file: a header line, every field in quotes, lines ended by CRLF, UTF-8 without
 * a byte order mark. Amounts are plain digits with all of the currency's fraction digits.
 *
 * <p>A spreadsheet takes a text that begins with {@code =} and the like for a formula, and would
 * run what someone wrote into a description. Such a text gets an apostrophe before it. One that
 * begins with an apostrophe gets another, so that who takes one away has the text again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
final class ExpenseCsv {
  private static final String HEADER =
      "\"date\",\"type\",\"category\",\"amount\",\"currency\",\"description\",\"expenseId\"\r\n";

  /** What a formula can begin with; the last four are the full-width forms. */
  private static final String DANGEROUS_FIRST = "=+-@\t\r\n'＝＋－＠";

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
    csv.append('"');
    if (!text.isEmpty() && DANGEROUS_FIRST.indexOf(text.charAt(0)) >= 0) {
      csv.append('\'');
    }
    return csv.append(text.replace("\"", "\"\"")).append('"');
  }
}
