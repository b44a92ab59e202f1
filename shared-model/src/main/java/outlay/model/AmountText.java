package outlay.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * An amount as it was sent: the text of a JSON number, or a string that reads like one. Checked as
 * text before any arithmetic, since a number such as 1e1000000000 is short to write and endless to
 * compute with.
 */
final class AmountText {
  private static final int MAX_LENGTH = 64;
  private static final int MAX_EXPONENT_DIGITS = 2;
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Money.MAX_MINOR_UNITS);

  private AmountText() {}

  /** The number, if the text follows JSON's grammar for numbers and is of a sane size. */
  private static Optional<BigDecimal> parse(String text) {
    return text.length() <= MAX_LENGTH && isJsonNumber(text)
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  /**
   * The amount of money in a field, or what is wrong with it.
   *
   * @param currency empty if that is wrong itself: then the amount is checked as far as it can be
   * @return empty if anything was added to {@code violations}, or there is no currency
   */
  static Optional<Money> money(
      String field, String text, Optional<Currency> currency, List<Violation> violations) {
    Optional<BigDecimal> number = parse(text);
    if (number.isEmpty()) {
      violations.add(
          new Violation(field, "not_a_number", "must be a decimal number such as 12.50"));
      return Optional.empty();
    }
    Optional<Violation> violation =
        checkPositive(field, number.get())
            .or(() -> currency.flatMap(known -> check(field, number.get(), known)));
    violation.ifPresent(violations::add);
    return violation.isPresent()
        ? Optional.empty()
        : currency.map(known -> Money.of(number.get(), known));
  }

  private static Optional<Violation> checkPositive(String field, BigDecimal amount) {
    return amount.signum() > 0
        ? Optional.empty()
        : Optional.of(new Violation(field, "not_positive", "must be greater than zero"));
  }

  private static Optional<Violation> check(String field, BigDecimal amount, Currency currency) {
    if (amount.stripTrailingZeros().scale() > currency.fractionDigits()) {
      return Optional.of(
          new Violation(
              field,
              "too_precise",
              "must have at most "
                  + currency.fractionDigits()
                  + " fraction digits in "
                  + currency));
    }
    if (amount.movePointRight(currency.fractionDigits()).compareTo(LARGEST) > 0) {
      return Optional.of(
          new Violation(
              field, "too_large", "must be at most " + new Money(Money.MAX_MINOR_UNITS, currency)));
    }
    return Optional.empty();
  }

  // RFC 8259, section 6; the exponent bounded.
  private static boolean isJsonNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int afterInteger = digits(text, at);
    if (afterInteger == at || text.charAt(at) == '0' && afterInteger > at + 1) {
      return false;
    }
    at = afterInteger;
    if (at < text.length() && text.charAt(at) == '.') {
      int afterFraction = digits(text, at + 1);
      if (afterFraction == at + 1) {
        return false;
      }
      at = afterFraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int afterExponent = digits(text, at);
      if (afterExponent == at || afterExponent - at > MAX_EXPONENT_DIGITS) {
        return false;
      }
      at = afterExponent;
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
