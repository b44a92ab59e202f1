package outlay.model;

import java.math.BigDecimal;

/**
 * An exact amount in one currency. Currencies are never added together, and nothing is ever
 * rounded.
 *
 * @param minorUnits how many of the currency's smallest units: 1250 is USD 12.50, JOD 1.250, JPY
 *     1250
 */
public record Money(long minorUnits, Currency currency) {
  /**
   * No amount on the wire is larger: 13 digits, so that 900,000 of them still sum to a {@code
   * long}.
   */
  public static final long MAX_MINOR_UNITS = 9_999_999_999_999L;

  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  /**
   * The same amount, counted in minor units.
   *
   * @param amount in the currency's own unit, such as 12.5
   * @throws ArithmeticException if it has more fraction digits than the currency, or does not fit a
   *     {@code long}
   */
  public static Money of(BigDecimal amount, Currency currency) {
    return new Money(amount.movePointRight(currency.fractionDigits()).longValueExact(), currency);
  }

  /** The amount in the currency's own unit, with all of its fraction digits: 12.50. */
  public BigDecimal toDecimal() {
    return BigDecimal.valueOf(minorUnits, currency.fractionDigits());
  }

  /**
   * The sum.
   *
   * @throws IllegalArgumentException if the currencies differ
   * @throws ArithmeticException if the sum does not fit a {@code long}
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }

  /** The amount as people write it: {@code 12.50 USD}. */
  @Override
  public String toString() {
    return toDecimal().toPlainString() + " " + currency;
  }
}
