package outlay.model;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A currency in use, as ISO 4217 lists it (list one, published 2026-01-01): without funds, metals,
 * testing codes, and currencies that were withdrawn. Not {@link java.util.Currency}, whose list
 * differs between JDKs and holds historic ones.
 *
 * @param code three capital letters, such as {@code INR}
 * @param fractionDigits how many digits the minor unit has: 0 (JPY), 2 (USD), or 3 (JOD)
 * @see <a href="https://www.iso.org/iso-4217-currency-codes.html">ISO 4217</a>
 */
public record Currency(String code, int fractionDigits) implements Comparable<Currency> {
  private static final String WITHOUT_FRACTION =
      "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

  private static final String TWO_DIGITS =
      "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
          + "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR "
          + "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
          + "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
          + "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW "
          + "ZWG";

  private static final String THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND";

  private static final Map<String, Currency> IN_USE =
      Stream.of(codes(WITHOUT_FRACTION, 0), codes(TWO_DIGITS, 2), codes(THREE_DIGITS, 3))
          .flatMap(currencies -> currencies)
          .collect(Collectors.toUnmodifiableMap(Currency::code, currency -> currency));

  private static Stream<Currency> codes(String codes, int fractionDigits) {
    return Stream.of(codes.split(" ")).map(code -> new Currency(code, fractionDigits));
  }

  /** The currency with this code, if it is in use. Exact: {@code eur} is none. */
  public static Optional<Currency> find(String code) {
    return Optional.ofNullable(IN_USE.get(code));
  }

  /**
   * The currency with this code.
   *
   * @throws IllegalArgumentException if there is none in use
   */
  public static Currency of(String code) {
    return find(code)
        .orElseThrow(() -> new IllegalArgumentException("no currency in use: " + code));
  }

  @Override
  public int compareTo(Currency other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
