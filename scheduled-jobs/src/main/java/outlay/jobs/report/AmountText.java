package outlay.jobs.report;

import outlay.model.Currency;
import outlay.model.Money;

/** Amounts as people read them: 28,272,087.38. */
final class AmountText {
  private static final int GROUP = 3;

  private AmountText() {}

  /** With a minus sign (U+2212) if it is less than zero. */
  static String of(long minorUnits, Currency currency) {
    String digits = new Money(minorUnits, currency).toDecimal().toPlainString();
    return minorUnits < 0 ? "\u2212" + grouped(digits.substring(1)) : grouped(digits);
  }

  static String of(long count) {
    return grouped(Long.toString(count));
  }

  private static String grouped(String digits) {
    int point = digits.indexOf('.');
    StringBuilder text = new StringBuilder(digits);
    for (int i = (point < 0 ? digits.length() : point) - GROUP; i > 0; i -= GROUP) {
      text.insert(i, ',');
    }
    return text.toString();
  }
}
