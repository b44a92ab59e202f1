/**
 * From the rows of a CSV file to expenses, and to their idempotency keys. Pure but for hashing.
 *
 * @typedef {import('./store.js').Content} Content
 * @typedef {'date' | 'amount' | 'category' | 'description' | 'type' | 'currency'} Column
 * @typedef {object} Mapping
 * @property {Partial<Record<Column, number>>} columns which column of the file each is
 * @property {'ymd' | 'dmy' | 'mdy'} dates the order in dates that are not ISO's
 * @property {'.' | ','} decimal
 * @property {'column' | 'expense' | 'income' | 'sign'} type where the type comes from
 * @property {string} currency where no column says
 *
 * @typedef {object} Row
 * @property {number} line in the file
 * @property {string[]} cells
 * @property {Content | null} content
 * @property {{field: string, detail: string}[]} problems
 */
import { isCurrency, fractionDigits } from './currencies.js';
import { isDate, plusYear, today } from './dates.js';
import { parseAmount, toMinor } from './money.js';
import { base64Url } from './session.js';

/** Names that columns have in the wild, in lower case. @type {Record<Column, RegExp>} */
const NAMES = {
  date: /^(date|day|datum|transaction date|booking date|posted( date)?|value date|日付)$/,
  amount: /^(amount|sum|value|betrag|montant|importe|total|price|cost|金額)$/,
  category: /^(category|kategorie|catégorie|categoría|group|budget|カテゴリ)$/,
  description: /^(description|note|notes|memo|details|text|payee|merchant|name|narrative|摘要)$/,
  type: /^(type|kind|direction|transaction type|income\/expense)$/,
  currency: /^(currency|currency code|währung|devise|moneda|ccy)$/,
};

const LARGEST_MINOR = 9_999_999_999_999n;

/**
 * What each column seems to be.
 *
 * @param {string[]} header
 * @param {string[][]} rows some of the file's
 * @param {string} currency where no column says
 * @returns {Mapping}
 */
export function guess(header, rows, currency) {
  /** @type {Mapping['columns']} */
  const columns = {};
  header.forEach((name, index) => {
    for (const [column, pattern] of Object.entries(NAMES)) {
      if (pattern.test(name.trim().toLowerCase()) && columns[/** @type {Column} */ (column)] === undefined) {
        columns[/** @type {Column} */ (column)] = index;
      }
    }
  });
  const column = (/** @type {Column} */ name) =>
    rows.map((row) => row[columns[name] ?? -1]?.trim() ?? '').filter(Boolean);
  const amounts = column('amount');
  return {
    columns,
    dates: guessDates(column('date')),
    decimal: amounts.filter((text) => /,\d{1,2}$/.test(text)).length > amounts.length / 2 ? ',' : '.',
    type: columns.type !== undefined ? 'column' : amounts.some((text) => /^[-(]/.test(text)) ? 'sign' : 'expense',
    currency,
  };
}

/** @param {string[]} dates @returns {Mapping['dates']} */
function guessDates(dates) {
  const parts = dates.map((text) => text.split(/[-/.\s]/).map(Number));
  if (parts.every(([first]) => first > 31)) {
    return 'ymd';
  }
  return parts.some(([first, second]) => first <= 12 && second > 12) ? 'mdy' : 'dmy';
}

/**
 * What a row says, and everything that is wrong with it: the API's own rules as far as they can be
 * told here.
 *
 * @param {string[]} cells
 * @param {number} line
 * @param {Mapping} mapping
 * @returns {Row}
 */
export function readRow(cells, line, mapping) {
  /** @type {Row['problems']} */
  const problems = [];
  const wrong = (/** @type {string} */ fieldName, /** @type {string} */ detail) => problems.push({ field: fieldName, detail });
  const cell = (/** @type {Column} */ name) => {
    const index = mapping.columns[name];
    return index === undefined ? '' : (cells[index] ?? '');
  };

  const date = readDate(cell('date').trim(), mapping.dates);
  if (cell('date').trim() === '') {
    wrong('date', 'is missing');
  } else if (!isDate(date)) {
    wrong('date', 'is not a calendar date');
  } else if (date < '1970-01-01' || date > plusYear(today())) {
    wrong('date', 'must lie between 1970 and a year from today');
  }

  const currency = (mapping.columns.currency === undefined ? mapping.currency : cell('currency').trim() || mapping.currency).toUpperCase();
  if (!isCurrency(currency)) {
    wrong('currency', 'is not the code of a currency in use');
  }

  const written = cell('amount').trim();
  const signed = readAmount(written, mapping.decimal);
  const amount = mapping.type === 'sign' ? (signed?.replace(/^-/, '') ?? null) : signed;
  if (written === '') {
    wrong('amount', 'is missing');
  } else if (amount === null) {
    wrong('amount', 'is not a number');
  } else if (isCurrency(currency)) {
    checkAmount(amount, currency, wrong);
  }

  const category = cell('category').trim();
  if (category === '') {
    wrong('category', 'is missing');
  } else {
    checkText('category', category, 100, wrong);
  }
  const description = cell('description').replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
  checkText('description', description, 1000, wrong);

  const type = readType(cell('type').trim().toLowerCase(), mapping.type, signed);
  if (type === null) {
    wrong('type', 'is neither expense nor income');
  }
  return {
    line,
    cells,
    problems,
    content:
      problems.length > 0 || amount === null || type === null
        ? null
        : { date, type, category, amount, currency, description },
  };
}

/** @param {string} text @param {Mapping['dates']} order */
function readDate(text, order) {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text);
  if (iso) {
    return join(iso[1], iso[2], iso[3]);
  }
  const other = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T].*)?$/.exec(text);
  if (!other) {
    return '';
  }
  return order === 'mdy' ? join(other[3], other[1], other[2]) : join(other[3], other[2], other[1]);
}

/** @param {string} year @param {string} month @param {string} day */
function join(year, month, day) {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Brackets mean less than zero; signs of currencies are left out. @param {string} text @param {'.' | ','} decimal */
function readAmount(text, decimal) {
  const bare = text.replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, '').replace(/^(-)[\p{Sc}\s]+/u, '$1');
  const bracketed = /^\((.*)\)$/.exec(bare);
  return parseAmount(bracketed ? `-${bracketed[1]}` : bare, { decimal, group: decimal === '.' ? ',' : '.' });
}

/** @param {string} amount @param {string} currency @param {(field: string, detail: string) => void} wrong */
function checkAmount(amount, currency, wrong) {
  try {
    const minor = toMinor(amount, currency);
    if (minor <= 0n) {
      wrong('amount', 'must be greater than zero');
    } else if (minor > LARGEST_MINOR) {
      wrong('amount', 'is too large');
    }
  } catch {
    wrong('amount', `must have at most ${fractionDigits(currency)} fraction digits in ${currency}`);
  }
}

/** @param {string} name @param {string} text @param {number} longest in code points @param {(field: string, detail: string) => void} wrong */
function checkText(name, text, longest, wrong) {
  if ([...text].length > longest) {
    wrong(name, `must be at most ${longest} characters`);
  }
  const controls = name === 'description' ? /[\0-\x08\x0b-\x1f\x7f-\x9f]/ : /[\0-\x1f\x7f-\x9f]/;
  if (controls.test(text) || /[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u.test(text)) {
    wrong(name, 'holds a character that is not allowed');
  }
}

/** @param {string} text @param {Mapping['type']} from @param {string | null} signed @returns {Content['type'] | null} */
function readType(text, from, signed) {
  if (from === 'expense' || from === 'income') {
    return from;
  }
  if (from === 'sign') {
    return signed?.startsWith('-') ? 'expense' : 'income';
  }
  if (/^(expense|debit|spent|out|withdrawal|ausgabe|)$/.test(text)) {
    return 'expense';
  }
  return /^(income|credit|earned|in|deposit|einnahme)$/.test(text) ? 'income' : null;
}

/**
 * Adds to each expense the key that it has in every import: of what it says, and how many rows
 * before it say the same. So a file that is imported again adds nothing, and two equal rows are two
 * expenses.
 *
 * @param {Content[]} contents in the file's order
 * @returns {Promise<(Content & {idempotencyKey: string})[]>}
 */
export async function withKeys(contents) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const keyed = [];
  for (const content of contents) {
    const { date, type, category, amount, currency, description } = content;
    const said = JSON.stringify([date, type, category, toMinor(amount, currency).toString(), currency, description]);
    const occurrence = (seen.get(said) ?? 0) + 1;
    seen.set(said, occurrence);
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(said));
    keyed.push({ ...content, idempotencyKey: `import:${base64Url(hash)}:${occurrence}` });
  }
  return keyed;
}
