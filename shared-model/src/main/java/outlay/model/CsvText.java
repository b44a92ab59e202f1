package outlay.model;

/**
 * Text in a CSV file. A spreadsheet takes a text that begins with {@code =} and the like for a
 * formula, and would run what someone wrote into a description. Such a text gets an apostrophe
 * before it. One that begins with an apostrophe gets another, so that who takes one away has the
 * text again.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
public final class CsvText {
  /** What a formula can begin with; the last four are the full-width forms. */
  private static final String DANGEROUS_FIRST = "=+-@\t\r\n'＝＋－＠";

  private CsvText() {}

  /** The text as no spreadsheet runs it, not yet in quotes. */
  public static String harmless(String text) {
    return !text.isEmpty() && DANGEROUS_FIRST.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
