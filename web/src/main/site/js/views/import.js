/** Brings a CSV file in: choose it, say what its columns are, look at what would be added, add it. */
import { Unreachable, pause } from '../api.js';
import { currencyName } from '../currencies.js';
import { guess, readRow, withKeys } from '../csv-import.js';
import { fill, h, icon } from '../dom.js';
import { currencySelect, field, sentence } from '../expense-form.js';
import { shortDate } from '../dates.js';
import { money, signedMoney, toDecimal, toMinor } from '../money.js';
import { busyWhile, heading, save } from '../parts.js';
import { papaParse } from '../vendor.js';

/**
 * @typedef {import('../csv-import.js').Mapping} Mapping
 * @typedef {import('../csv-import.js').Row} Row
 * @typedef {import('../app.js').Context} Context
 * @typedef {{line: number, text: string, row: string[]}} Refused
 * @typedef {{name: string, header: string[], rows: string[][], lines: number[], note: string}} CsvFile
 */

const BATCH = 100;
const ATTEMPTS = 6;
const SHOWN = 50;
const LARGEST_BYTES = 50_000_000;

/** @type {[import('../csv-import.js').Column, string, boolean][]} */
const COLUMNS = [
  ['date', 'Date', true],
  ['amount', 'Amount', true],
  ['category', 'Category', true],
  ['description', 'Description', false],
  ['type', 'Type', false],
  ['currency', 'Currency', false],
];

/** @type {import('../app.js').View} */
export function showImport(main, context) {
  const stage = h('div', { class: 'stack', id: 'stage' });
  fill(main, heading('Import'), stage);
  choose(stage, context);
}

// ------------------------------------------------------------------ 1. the file

/** @param {HTMLElement} stage @param {Context} context */
function choose(stage, context) {
  const input = h('input', { type: 'file', accept: '.csv,text/csv,.tsv,text/plain', class: 'hidden-visually', id: 'file' });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const take = async (/** @type {File | undefined} */ file) => {
    if (!file) {
      return;
    }
    try {
      map(stage, context, await readFile(file));
    } catch (failed) {
      problem.textContent = failed instanceof Error ? failed.message : '';
      problem.hidden = false;
    }
  };
  input.addEventListener('change', () => take(input.files?.[0]));
  const drop = h(
    'label',
    { class: 'drop', for: 'file' },
    h('div', { class: 'disc' }, icon('upload')),
    h('strong', {}, 'Choose a CSV file'),
    h('span', { class: 'note' }, 'or drop it here. Nothing is added before you have seen what would be.'),
  );
  drop.addEventListener('dragover', (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take(event.dataTransfer?.files[0]);
  });
  fill(stage, h('section', { class: 'card', 'aria-label': 'File' }, input, drop, problem,
    h('p', { class: 'note' }, 'A row for each expense, with a date, an amount, and a category. A file that is imported again adds nothing twice.')));
}

/** @param {File} file @returns {Promise<CsvFile>} */
async function readFile(file) {
  if (file.size > LARGEST_BYTES) {
    throw new Error('This file is larger than 50 MB. Split it.');
  }
  const bytes = await file.arrayBuffer();
  let note = '';
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = new TextDecoder('windows-1252').decode(bytes);
    note = 'This file is not UTF-8; it was read as Windows-1252. Look at accents below.';
  }
  const papa = await papaParse();
  const { data, errors } = papa.parse(text, { skipEmptyLines: false });
  const quotes = errors.find((/** @type {any} */ error) => error.type === 'Quotes');
  if (quotes) {
    throw new Error(`This is no CSV file: ${quotes.message} (row ${(quotes.row ?? 0) + 1}).`);
  }
  /** @type {string[][]} */
  const all = data;
  const filled = all.map((cells, index) => ({ cells, line: index + 1 })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length < 2) {
    throw new Error('This file holds no rows. The first row must name the columns.');
  }
  return {
    name: file.name,
    header: filled[0].cells,
    rows: filled.slice(1).map(({ cells }) => cells),
    lines: filled.slice(1).map(({ line }) => line),
    note,
  };
}

// ------------------------------------------------------------------ 2. columns and dry run

/** @param {HTMLElement} stage @param {Context} context @param {CsvFile} file */
function map(stage, context, file) {
  const mapping = guess(file.header, file.rows.slice(0, 200), context.store.currency);
  const preview = h('div', { class: 'stack' });
  const option = (/** @type {string} */ value, /** @type {string} */ label, /** @type {boolean} */ selected) => h('option', { value, selected }, label);
  const columnSelect = (/** @type {import('../csv-import.js').Column} */ column, /** @type {boolean} */ required) => {
    const select = h('select', { name: column },
      option('', required ? 'Choose a column' : 'None', mapping.columns[column] === undefined),
      file.header.map((name, index) => option(String(index), name.trim() || `Column ${index + 1}`, mapping.columns[column] === index)));
    select.addEventListener('change', () => {
      mapping.columns[column] = select.value === '' ? undefined : Number(select.value);
      if (column === 'type') {
        mapping.type = select.value === '' ? 'expense' : 'column';
        typeFrom.value = mapping.type;
      }
      look();
    });
    return select;
  };
  const typeFrom = h('select', { name: 'type-from' },
    option('column', 'As the column says', mapping.type === 'column'),
    option('expense', 'All are expenses', mapping.type === 'expense'),
    option('income', 'All are income', mapping.type === 'income'),
    option('sign', 'Negative amounts are expenses', mapping.type === 'sign'));
  const dates = h('select', { name: 'dates' },
    option('ymd', 'Year, month, day', mapping.dates === 'ymd'),
    option('dmy', 'Day, month, year', mapping.dates === 'dmy'),
    option('mdy', 'Month, day, year', mapping.dates === 'mdy'));
  const decimal = h('select', { name: 'decimal' }, option('.', '1,280.80', mapping.decimal === '.'), option(',', '1.280,80', mapping.decimal === ','));
  const currency = currencySelect('fallback', mapping.currency);
  /** @type {[any, keyof Mapping][]} */
  const settings = [[typeFrom, 'type'], [dates, 'dates'], [decimal, 'decimal'], [currency, 'currency']];
  for (const [select, setting] of settings) {
    select.addEventListener('change', () => {
      /** @type {any} */ (mapping)[setting] = select.value;
      look();
    });
  }
  const look = () => dryRun(preview, stage, context, file, mapping);
  fill(
    stage,
    h('section', { class: 'card', 'aria-label': 'Columns' },
      h('header', {}, h('h2', {}, file.name),
        h('button', { type: 'button', class: 'quiet small', onclick: () => choose(stage, context) }, 'Another file')),
      file.note && h('p', { class: 'note warn' }, file.note),
      h('div', { class: 'mapping' },
        COLUMNS.map(([column, label, required]) => field(label, columnSelect(column, required), required ? undefined : 'optional')),
        field('Income or expense', typeFrom),
        field('Order in dates', dates),
        field('Amounts are written', decimal),
        field('Currency if none is given', currency))),
    preview,
  );
  look();
  /** @type {HTMLElement | null} */ (stage.querySelector('h2'))?.setAttribute('tabindex', '-1');
  /** @type {HTMLElement | null} */ (stage.querySelector('h2'))?.focus();
}

/** @param {HTMLElement} preview @param {HTMLElement} stage @param {Context} context @param {CsvFile} file @param {Mapping} mapping */
function dryRun(preview, stage, context, file, mapping) {
  const missing = COLUMNS.filter(([column, , required]) => required && mapping.columns[column] === undefined);
  if (missing.length > 0) {
    fill(preview, h('section', { class: 'card' }, h('p', { class: 'note' }, `Choose the column of: ${missing.map(([, label]) => label.toLowerCase()).join(', ')}.`)));
    return;
  }
  const rows = file.rows.map((cells, index) => readRow(cells, file.lines[index], mapping));
  const good = rows.filter((row) => row.content);
  const bad = rows.filter((row) => !row.content);
  const start = h('button', { type: 'button' }, `Add ${good.length === 1 ? '1 row' : `${number(good.length)} rows`}`);
  start.addEventListener('click', () => busyWhile(start, () => add(stage, context, file, rows)));
  fill(
    preview,
    h('section', { class: 'card', 'aria-label': 'What would be added' },
      h('header', {}, h('h2', {}, `${number(good.length)} can be added`, bad.length > 0 && h('span', { class: 'tag near' }, `${number(bad.length)} cannot`)),
        good.length > 0 && start),
      sums(good),
      good.length > 0 && previewTable(good)),
    bad.length > 0 && problemCard(bad.map((row) => ({ line: row.line, text: problemsOf(row), row: row.cells })), 'Rows with a problem', 'They are left out. Mend them in the file, and import it again: nothing is added twice.'),
  );
}

/** @param {Row} row */
function problemsOf({ problems }) {
  return problems.map(({ field: name, detail }) => sentence(`${name} ${detail}`)).join(' ');
}

/** @param {number} count */
function number(count) {
  return new Intl.NumberFormat().format(count);
}

/** What the rows come to, so that it can be compared with where they come from. @param {Row[]} rows */
function sums(rows) {
  /** @type {Map<string, {expense: bigint, income: bigint}>} */
  const byCurrency = new Map();
  for (const { content } of rows) {
    if (content) {
      const sum = byCurrency.get(content.currency) ?? { expense: 0n, income: 0n };
      sum[content.type] += toMinor(content.amount, content.currency);
      byCurrency.set(content.currency, sum);
    }
  }
  return h('dl', { class: 'sums' }, [...byCurrency].map(([currency, sum]) =>
    h('div', { title: currencyName(currency) },
      h('dt', {}, currency),
      sum.expense > 0n && h('dd', {}, money(toDecimal(sum.expense, currency), currency), ' spent'),
      sum.income > 0n && h('dd', {}, money(toDecimal(sum.income, currency), currency), ' earned'))));
}

/** @param {Row[]} rows */
function previewTable(rows) {
  const shown = rows.slice(0, 5);
  return h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'The first rows' },
    h('table', {},
      h('caption', { class: 'hidden-visually' }, 'The first rows as they would be added'),
      h('thead', {}, h('tr', {}, ['Date', 'Category', 'Description', 'Amount'].map((name) => h('th', { scope: 'col', class: name === 'Amount' ? 'number' : null }, name)))),
      h('tbody', {}, shown.map(({ content }) => content && h('tr', {},
        h('td', {}, shortDate(content.date)),
        h('td', {}, content.category),
        h('td', { class: 'long' }, content.description),
        h('td', { class: content.type === 'income' ? 'number income' : 'number' },
          content.type === 'income' ? signedMoney(content.amount, content.currency) : money(content.amount, content.currency)))))));
}

/** @param {Refused[]} problems @param {string} title @param {string} note */
function problemCard(problems, title, note) {
  const rest = problems.length - SHOWN;
  return h('section', { class: 'card', 'aria-label': title },
    h('header', {}, h('h2', {}, title),
      h('button', { type: 'button', class: 'quiet small', onclick: () => saveProblems(problems) }, icon('download'), 'List')),
    h('p', { class: 'note' }, note),
    h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title },
      h('table', { class: 'problems' },
        h('caption', { class: 'hidden-visually' }, title),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Row'), h('th', { scope: 'col' }, 'Problem'), h('th', { scope: 'col' }, 'What it says'))),
        h('tbody', {}, problems.slice(0, SHOWN).map(({ line, text, row }) => h('tr', {},
          h('th', { scope: 'row' }, String(line)), h('td', {}, text), h('td', {}, row.filter(Boolean).join(' · ').slice(0, 120))))))),
    rest > 0 && h('p', { class: 'note' }, `And ${number(rest)} more; the list has them all.`));
}

/** @param {Refused[]} problems */
function saveProblems(problems) {
  const lines = problems.map(({ line, text }) => `${line},"${text.replaceAll('"', '""')}"`);
  save(new Blob([`row,problem\r\n${lines.join('\r\n')}\r\n`], { type: 'text/csv' }), 'problems.csv');
}

// ------------------------------------------------------------------ 3. adding

/** @param {HTMLElement} stage @param {Context} context @param {CsvFile} file @param {Row[]} rows */
async function add(stage, context, file, rows) {
  const good = rows.filter((row) => row.content);
  const keyed = await withKeys(good.map((row) => /** @type {any} */ (row.content)));
  const done = { added: 0, there: 0, at: 0 };
  /** @type {Refused[]} */
  const refused = [];
  const bar = h('progress', { max: keyed.length, value: 0, 'aria-label': 'Rows added' });
  const says = h('p', { class: 'note', 'aria-live': 'polite' });
  const stop = new AbortController();
  context.left.addEventListener('abort', () => stop.abort());
  fill(stage, h('section', { class: 'card', 'aria-label': 'Adding' },
    h('header', {}, h('h2', { tabindex: -1 }, `Adding ${file.name}`)), bar, says,
    h('div', { class: 'actions' }, h('button', { type: 'button', class: 'quiet', onclick: () => stop.abort() }, 'Stop'))));
  stage.querySelector('h2')?.focus();
  let failure = '';
  try {
    while (done.at < keyed.length) {
      const batch = keyed.slice(done.at, done.at + BATCH);
      const results = await patiently(() => context.store.addAll(batch, stop.signal), stop.signal);
      results.forEach((result, index) => {
        if (result.problem) {
          const { line, cells } = good[done.at + index];
          refused.push({ line, text: refusal(result.problem), row: cells });
        } else if (result.status === 201) {
          done.added += 1;
        } else {
          done.there += 1;
        }
      });
      done.at += batch.length;
      bar.value = done.at;
      says.textContent = `${number(done.at)} of ${number(keyed.length)}`;
    }
  } catch (failed) {
    failure = stop.signal.aborted ? 'You stopped it.' : failed instanceof Error ? failed.message : '';
  }
  context.store.imported();
  if (!context.left.aborted) {
    finished(stage, context, file, rows, done, refused, failure);
  }
}

/** Again, after longer and longer pauses: each row has its key. @template T @param {() => Promise<T>} work @param {AbortSignal} stop @returns {Promise<T>} */
async function patiently(work, stop) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (failed) {
      const busy = [429, 500, 503].includes(/** @type {any} */ (failed).status) || failed instanceof Unreachable;
      if (!busy || attempt === ATTEMPTS || stop.aborted) {
        throw failed;
      }
      await pause(attempt);
    }
  }
}

/** @param {any} problem */
function refusal(problem) {
  if (problem.code === 'expense-deleted') {
    return 'It was added before and deleted since; it stays deleted.';
  }
  const errors = problem.errors ?? [];
  return errors.length > 0
    ? errors.map((/** @type {any} */ error) => sentence(`${error.field} ${error.detail}`)).join(' ')
    : problem.detail;
}

/**
 * @param {HTMLElement} stage
 * @param {Context} context
 * @param {CsvFile} file
 * @param {Row[]} rows
 * @param {{added: number, there: number, at: number}} done
 * @param {Refused[]} refused
 * @param {string} failure
 */
function finished(stage, context, file, rows, done, refused, failure) {
  const again = h('button', { type: 'button' }, 'Go on');
  again.addEventListener('click', () => busyWhile(again, () => add(stage, context, file, rows)));
  fill(
    stage,
    h('section', { class: 'card', 'aria-label': 'Result' },
      h('div', { class: 'empty' },
        h('div', { class: failure ? 'disc bad' : 'disc' }, icon(failure ? 'warning' : 'check')),
        h('h2', { tabindex: -1 }, failure ? 'Not all of it was added' : done.added === 0 ? 'Nothing new' : `${number(done.added)} added`),
        h('p', { role: 'status' }, [
          failure,
          failure && `${number(done.added)} added so far.`,
          done.there > 0 && `${number(done.there)} were there already.`,
          refused.length > 0 && `${number(refused.length)} were refused.`,
          failure && 'Going on adds nothing twice.',
        ].filter(Boolean).join(' ')),
        h('div', { class: 'actions' },
          failure && again,
          h('a', { class: failure ? 'button quiet' : 'button', href: '/expenses' }, 'See expenses'),
          h('button', { type: 'button', class: 'quiet', onclick: () => choose(stage, context) }, 'Another file')))),
    refused.length > 0 && problemCard(refused, 'Refused', 'Outlay did not take these rows.'),
  );
  stage.querySelector('h2')?.focus();
}
