/** A month at a glance: what went where, day by day, against what came in. */
import { barChart } from '../charts.js';
import { dayAndMonth, daysIn, firstDay, lastDay, moment, monthName, monthOnly, plusMonths, shortMonth, thisMonth, today } from '../dates.js';
import { fill, h } from '../dom.js';
import { openAddDialog } from '../expense-form.js';
import { money, share, signedMoney, toDecimal, toMinor } from '../money.js';
import { empty, follow, heading, load, monthOf, monthSteps } from '../parts.js';
import { budgetBars } from './budgets.js';
import { expenseRows } from './expenses.js';

const MONTHS = 12;
const CATEGORIES = 8;

/**
 * @typedef {import('../store.js').Summary} Summary
 * @typedef {import('../store.js').CurrencySums} CurrencySums
 * @typedef {import('../app.js').Context} Context
 */

/** @type {import('../app.js').View} */
export function showOverview(main, context, query) {
  const { store, api, left } = context;
  const month = monthOf(query);
  const figures = h('div', { class: 'stack' });
  const budgets = h('section', { class: 'card', 'aria-label': 'Budgets' });
  const recent = h('section', { class: 'card', 'aria-label': 'Latest expenses' });
  fill(main, heading('Overview', monthSteps('/', month)), figures, h('div', { class: 'columns' }, budgets, recent));

  const loadFigures = () =>
    load(figures, async () => {
      const [days, months] = await Promise.all([
        store.summary('day', firstDay(plusMonths(month, -1)), lastDay(month)),
        store.summary('month', firstDay(plusMonths(month, 1 - MONTHS)), lastDay(month)),
      ]);
      const currencies = months.currencies.map((one) => one.currency);
      if (currencies.length === 0) {
        return empty(
          'overview',
          'Nothing recorded yet',
          'Add your first expense, or bring what you have in a CSV file.',
          h('button', { type: 'button', onclick: () => openAddDialog(store) }, 'Add expense'),
          h('a', { class: 'button quiet', href: '/import' }, 'Import a file'),
        );
      }
      const currency = chosen(currencies, query.get('currency'), days, store.currency);
      return [
        currencies.length > 1 && currencyTabs(currencies, currency, month),
        monthFigures(month, currency, days),
        h(
          'div',
          { class: 'columns' },
          byDay(month, currency, days),
          byCategory(month, currency, days),
        ),
        byMonth(month, currency, months),
        days.asOf && h('p', { class: 'as-of' }, `Counted ${moment(days.asOf)}`),
      ];
    }, { lines: 8 });

  const loadBudgets = () =>
    load(budgets, async () => {
      const { items } = await api.get('/budgets', { query: { month } });
      return [
        h('header', {}, h('h2', {}, 'Budgets'), h('a', { href: `/budgets?month=${month}` }, 'All budgets')),
        items.length > 0
          ? budgetBars(items.slice(0, 4))
          : h('p', { class: 'note' }, 'No budget yet. ', h('a', { href: '/budgets' }, 'Set a limit'), ', and be told before it is reached.'),
      ];
    });

  const loadRecent = () =>
    load(recent, async () => {
      const { expenses } = await store.expenses({ from: firstDay(month), to: lastDay(month) }, { limit: 5 });
      return [
        h('header', {}, h('h2', {}, 'Latest'), h('a', { href: `/expenses?month=${month}` }, `All of ${monthOnly(month)}`)),
        expenses.length > 0
          ? expenseRows(expenses)
          : h('p', { class: 'note' }, `Nothing in ${monthName(month)}.`),
      ];
    });

  const settle = () =>
    follow(() => {
      loadFigures();
      loadBudgets();
    }, left);

  loadFigures();
  loadBudgets();
  loadRecent();
  if (store.isSettling) {
    settle();
  }
  store.addEventListener('changed', () => {
    loadRecent();
    settle();
  }, { signal: left });
}

/** The asked one; else where most was recorded this month. @param {string[]} currencies @param {string | null} asked @param {Summary} days @param {string} usual */
function chosen(currencies, asked, days, usual) {
  if (asked && currencies.includes(asked)) {
    return asked;
  }
  const used = days.currencies.toSorted((a, b) => b.count - a.count)[0]?.currency;
  return used ?? (currencies.includes(usual) ? usual : currencies[0]);
}

/** @param {string[]} currencies @param {string} current @param {string} month */
function currencyTabs(currencies, current, month) {
  return h(
    'nav',
    { class: 'tabs', 'aria-label': 'Currency' },
    currencies.map((code) =>
      h('a', { href: `/?month=${month}&currency=${code}`, 'aria-current': code === current ? 'true' : null }, code),
    ),
  );
}

/** The sums of a stretch of days. @param {Summary} days @param {string} currency @param {string} from @param {string} to */
function sum(days, currency, from, to) {
  const total = { spent: 0n, earned: 0n, count: 0 };
  for (const { from: date, currencies } of days.periods) {
    const sums = currencies.find((one) => one.currency === currency);
    if (sums && date >= from && date <= to) {
      total.spent += toMinor(sums.spent, currency);
      total.earned += toMinor(sums.earned, currency);
      total.count += sums.count;
    }
  }
  return total;
}

/** @param {string} month @param {string} currency @param {Summary} days */
function monthFigures(month, currency, days) {
  const now = sum(days, currency, firstDay(month), lastDay(month));
  const show = (/** @type {bigint} */ minor) => money(toDecimal(minor, currency), currency);
  return h(
    'section',
    { class: 'card figures-row', 'aria-label': monthName(month) },
    h(
      'dl',
      {},
      h('div', { class: 'main' }, h('dt', {}, 'Spent'), h('dd', {}, show(now.spent)), h('dd', { class: 'note' }, comparison(month, currency, days, now.spent))),
      h('div', {}, h('dt', {}, 'Earned'), h('dd', {}, show(now.earned))),
      h('div', {}, h('dt', {}, 'Balance'), h('dd', {}, signedMoney(toDecimal(now.earned - now.spent, currency), currency))),
    ),
  );
}

/** @param {string} month @param {string} currency @param {Summary} days @param {bigint} spent */
function comparison(month, currency, days, spent) {
  const previous = plusMonths(month, -1);
  const isNow = month === thisMonth();
  const day = String(Math.min(Number(today().slice(8)), daysIn(previous))).padStart(2, '0');
  const until = isNow ? `${previous}-${day}` : lastDay(previous);
  const before = sum(days, currency, firstDay(previous), until);
  if (before.spent === 0n) {
    return '';
  }
  const difference = spent - before.spent;
  const by = isNow ? `by ${dayAndMonth(until)}` : `in ${monthOnly(previous)}`;
  if (difference === 0n) {
    return `As much as ${by}`;
  }
  const amount = money(toDecimal(difference < 0n ? -difference : difference, currency), currency);
  return `${amount} ${difference < 0n ? 'less' : 'more'} than ${by}`;
}

/** @param {string} month @param {string} currency @param {Summary} days */
function byDay(month, currency, days) {
  const dates = days.periods.filter((period) => period.from >= firstDay(month));
  const spent = dates.map(
    (period) => period.currencies.find((one) => one.currency === currency)?.spent ?? '0',
  );
  return h(
    'section',
    { class: 'card', 'aria-label': 'Spent by day' },
    h('header', {}, h('h2', {}, 'By day')),
    barChart({
      label: `Spent by day in ${monthName(month)}`,
      currency,
      first: 'Day',
      labels: dates.map((period) => String(Number(period.from.slice(8)))),
      names: dates.map((period) => dayAndMonth(period.from)),
      series: [{ name: 'Spent', colour: '--accent', values: spent }],
    }),
  );
}

/** @param {string} month @param {string} currency @param {Summary} days */
function byCategory(month, currency, days) {
  /** @type {Map<string, bigint>} */
  const spent = new Map();
  for (const { from, currencies } of days.periods) {
    const sums = currencies.find((one) => one.currency === currency);
    for (const one of from >= firstDay(month) && sums ? sums.categories : []) {
      spent.set(one.category, (spent.get(one.category) ?? 0n) + toMinor(one.spent, currency));
    }
  }
  const ranked = [...spent].filter(([, minor]) => minor > 0n).sort(([, a], [, b]) => (a < b ? 1 : -1));
  return h(
    'section',
    { class: 'card', 'aria-label': 'Spent by category' },
    h('header', {}, h('h2', {}, 'By category')),
    ranked.length > 0
      ? categoryBars(ranked, currency, (category) =>
          `/expenses?${new URLSearchParams({ month, category, currency })}`)
      : h('p', { class: 'note' }, `Nothing spent in ${monthName(month)}.`),
  );
}

/**
 * The largest categories as bars, the others on demand.
 *
 * @param {[string, bigint][]} ranked the largest first
 * @param {string} currency
 * @param {((category: string) => string)} [href] where a category leads
 */
export function categoryBars(ranked, currency, href) {
  const total = ranked.reduce((sum_, [, minor]) => sum_ + minor, 0n);
  const largest = ranked[0][1];
  const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
  const list = (/** @type {[string, bigint][]} */ some) =>
    h(
      'ol',
      { class: 'bars' },
      some.map(([category, minor]) => {
        const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span', {}));
        bar.firstChild.style.setProperty('inline-size', `${Math.max(0.5, share(minor, largest) * 100)}%`);
        return h(
          'li',
          {},
          h(
            'div',
            {},
            href ? h('a', { href: href(category) }, category) : h('span', { class: 'name' }, category),
            h('span', { class: 'amount' }, money(toDecimal(minor, currency), currency)),
            h('span', { class: 'share' }, percent.format(share(minor, total))),
          ),
          bar,
        );
      }),
    );
  const rest = ranked.slice(CATEGORIES);
  return [
    list(ranked.slice(0, CATEGORIES)),
    rest.length > 0 && h('details', {}, h('summary', {}, `${rest.length} more`), list(rest)),
  ];
}

/** @param {string} month @param {string} currency @param {Summary} months */
function byMonth(month, currency, months) {
  const of = (/** @type {'spent' | 'earned'} */ what) =>
    months.periods.map((period) => period.currencies.find((one) => one.currency === currency)?.[what] ?? '0');
  return h(
    'section',
    { class: 'card', 'aria-label': 'Income against spending' },
    h('header', {}, h('h2', {}, 'Income against spending')),
    barChart({
      label: `Earned and spent in the ${MONTHS} months to ${monthName(month)}`,
      currency,
      first: 'Month',
      labels: months.periods.map((period) => shortMonth(period.from.slice(0, 7))),
      names: months.periods.map((period) => monthName(period.from.slice(0, 7))),
      series: [
        { name: 'Earned', colour: '--income', values: of('earned') },
        { name: 'Spent', colour: '--accent', values: of('spent') },
      ],
    }),
  );
}
