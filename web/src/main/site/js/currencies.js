/**
 * ISO 4217's currencies in use and their fraction digits, as in Outlay's Currency.java. Browsers
 * have a list of their own, which differs: Intl gives the Iraqi dinar no digits, ISO three.
 */
const WITHOUT_FRACTION = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';

const TWO_DIGITS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
  'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ' +
  'IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR ' +
  'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS ' +
  'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ' +
  'ZWG';

const THREE_DIGITS = 'BHD IQD JOD KWD LYD OMR TND';

/** @type {Map<string, number>} fraction digits by code */
const DIGITS = new Map([
  ...WITHOUT_FRACTION.split(' ').map((code) => /** @type {[string, number]} */ ([code, 0])),
  ...TWO_DIGITS.split(' ').map((code) => /** @type {[string, number]} */ ([code, 2])),
  ...THREE_DIGITS.split(' ').map((code) => /** @type {[string, number]} */ ([code, 3])),
]);

/** All codes, in order. */
export const CURRENCIES = [...DIGITS.keys()].sort();

/** Whether there is such a currency. @param {string} code */
export function isCurrency(code) {
  return DIGITS.has(code);
}

/** How many fraction digits amounts of a currency have. @param {string} code */
export function fractionDigits(code) {
  return DIGITS.get(code) ?? 2;
}

/** A currency's name in the reader's language. @param {string} code */
export function currencyName(code) {
  return new Intl.DisplayNames(undefined, { type: 'currency' }).of(code) ?? code;
}
