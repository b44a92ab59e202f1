/**
 * Amounts. On the wire and in variables they are decimals written as strings ("12.50"), in sums
 * whole minor units (1250n); never floating point.
 */
import { fractionDigits } from './currencies.js';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * A decimal's minor units.
 *
 * @param {string} decimal with at most the currency's fraction digits
 * @param {string} currency
 * @returns {bigint}
 */
export function toMinor(decimal, currency) {
  const digits = fractionDigits(currency);
  const match = DECIMAL.exec(decimal);
  if (!match) {
    throw new RangeError(`${decimal} is no decimal`);
  }
  const [, sign, whole, fraction = ''] = match;
  const kept = fraction.padEnd(digits, '0');
  if (/[1-9]/.test(kept.slice(digits))) {
    throw new RangeError(`${decimal} has more than ${digits} fraction digits`);
  }
  const minor = BigInt(whole + kept.slice(0, digits));
  return sign ? -minor : minor;
}

/** The decimal with all of its currency's digits. @param {bigint} minor @param {string} currency */
export function toDecimal(minor, currency) {
  const digits = fractionDigits(currency);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0
    ? sign + text
    : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {string} currency @param {Intl.NumberFormatOptions} [more] */
function format(currency, more) {
  const key = currency + JSON.stringify(more ?? {});
  let known = formats.get(key);
  if (!known) {
    const digits = fractionDigits(currency);
    known = new Intl.NumberFormat(undefined, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...more,
    });
    formats.set(key, known);
  }
  return known;
}

/**
 * An amount as the reader writes it: ₹12,50,000.00.
 *
 * @param {string} decimal
 * @param {string} currency
 */
export function money(decimal, currency) {
  return format(currency).format(/** @type {any} */ (decimal)); // Exact: Intl takes decimal strings.
}

/** With a plus or a minus. @param {string} decimal @param {string} currency */
export function signedMoney(decimal, currency) {
  return format(currency, { signDisplay: 'exceptZero' }).format(/** @type {any} */ (decimal));
}

/** In few characters, for an axis. @param {number} value @param {string} currency */
export function shortMoney(value, currency) {
  return format(currency, {
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  }).format(value);
}

/** For a chart's height only: there a float will do. @param {string} decimal */
export function toHeight(decimal) {
  return Number(decimal);
}

/** How much of a whole, from 0 up, for a bar's width. @param {bigint} part @param {bigint} whole */
export function share(part, whole) {
  return whole === 0n ? 0 : Number((part * 10000n) / whole) / 10000;
}

/** @returns {{decimal: string, group: string}} the reader's separators */
export function separators() {
  const parts = new Intl.NumberFormat(undefined, { useGrouping: true }).formatToParts(1234567.8);
  return {
    decimal: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    group: parts.find((part) => part.type === 'group')?.value ?? ',',
  };
}

/**
 * What someone typed as an amount, or null: digits, thousands grouped or not, in the reader's way of
 * writing or with a point.
 *
 * A comma or point before one, two, or four and more last digits is the decimal separator whoever
 * reads; before three it is what it is to the reader.
 *
 * @param {string} typed
 * @param {{decimal: string, group: string}} [separator]
 * @returns {string | null} a decimal
 */
export function parseAmount(typed, separator = separators()) {
  const text = typed.trim().replace(/[\s\u00a0\u202f'’]/g, '');
  const match = /^(-?)(\d[\d.,]*)$/.exec(text);
  if (!match) {
    return null;
  }
  const body = match[2];
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  if (last < 0) {
    return match[1] + plain(body, '');
  }
  const mark = body[last];
  const after = body.slice(last + 1);
  const once = body.indexOf(mark) === last;
  const isDecimal = once && (after.length !== 3 || mark === separator.decimal);
  const whole = isDecimal ? body.slice(0, last) : body;
  const other = isDecimal ? (mark === '.' ? ',' : '.') : mark;
  if (!isGrouped(whole, other)) {
    return null;
  }
  const fraction = isDecimal ? after : '';
  return match[1] + plain(whole.replaceAll(other, ''), fraction);
}

/** Groups of three, or the Indian two and at last three. @param {string} whole @param {string} mark */
function isGrouped(whole, mark) {
  const groups = whole.split(mark);
  if (groups.some((group) => !/^\d+$/.test(group))) {
    return false;
  }
  const [first, ...rest] = groups;
  return (
    rest.length === 0 ||
    (first.length <= 3 &&
      rest.at(-1)?.length === 3 &&
      rest.slice(0, -1).every((group) => group.length === 2 || group.length === 3))
  );
}

/** @param {string} whole @param {string} fraction */
function plain(whole, fraction) {
  const digits = whole.replace(/^0+(?=\d)/, '');
  return fraction ? `${digits}.${fraction}` : digits;
}
