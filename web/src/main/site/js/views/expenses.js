/** The list: filtered, paged, edited in place, deleted with a way back. */
import { CURRENCIES } from '../currencies.js';
import { dayName, firstDay, isDate, isMonth, lastDay, monthName, shortDay, thisMonth } from '../dates.js';
import { fill, h, icon } from '../dom.js';
import { describe, expenseForm, field, openAddDialog } from '../expense-form.js';
import { money, signedMoney } from '../money.js';
import { busyWhile, empty, heading, load, monthSteps, save } from '../parts.js';
import { complain, toast } from '../toast.js';

/**
 * @typedef {import('../store.js').Expense} Expense
 * @typedef {import('../store.js').Filter} Filter
 * @typedef {import('../app.js').Context} Context
 */

const FILTERS = ['text', 'category', 'type', 'currency', 'from', 'to'];

/** @type {import('../app.js').View} */
export function showExpenses(main, context, query) {
  const { store, left } = context;
  const filter = filterOf(query);
  const asked = query.get('month');
  const month = isMonth(asked) ? asked : null;
  const list = h('section', { class: 'card list', 'aria-label': 'Expenses' });
  const download = h('button', { type: 'button', class: 'quiet' }, icon('download'), 'CSV');
  download.addEventListener('click', () =>
    busyWhile(download, async () => {
      try {
        save(await store.csv(filter), month ? `expenses-${month}.csv` : 'expenses.csv');
      } catch (failed) {
        complain(failed);
      }
    }),
  );
  download.setAttribute('title', 'Download this list as a CSV file');
  fill(
    main,
    heading('Expenses', download),
    filterBar(context, query, month),
    list,
  );

  const show = () =>
    load(list, async () => {
      const page = await store.expenses(filter, { signal: left });
      if (page.expenses.length === 0) {
        return nothing(context, query);
      }
      const days = h('div', { class: 'days' });
      const more = h('div', { class: 'more-rows' });
      addPage(days, more, page, context, filter);
      return [days, more];
    }, { lines: 8 });
  show();
  store.addEventListener('changed', () => {
    // Rows mend themselves after an edit or a deletion; only what is new must be fetched.
    if (!list.dataset.ownChange) {
      show();
    }
  }, { signal: left });
}

/** @param {URLSearchParams} query @returns {Filter} */
function filterOf(query) {
  /** @type {Record<string, string>} */
  const filter = {};
  for (const name of FILTERS) {
    const value = query.get(name)?.trim();
    if (value && (!['from', 'to'].includes(name) || isDate(value))) {
      filter[name] = value;
    }
  }
  const month = query.get('month');
  if (month && isMonth(month)) {
    filter.from = firstDay(month);
    filter.to = lastDay(month);
  }
  return filter;
}

/** @param {Context} context @param {URLSearchParams} query @param {string | null} month */
function filterBar({ store, go }, query, month) {
  const kept = Object.fromEntries([...query].filter(([name, value]) => FILTERS.slice(0, 4).includes(name) && value));
  const text = h('input', { type: 'search', name: 'text', value: query.get('text') ?? '', placeholder: 'Search', 'aria-label': 'Search descriptions and categories' });
  const category = h('select', { name: 'category' }, h('option', { value: '' }, 'Any'));
  const wanted = query.get('category') ?? '';
  store.categories().then((names) => {
    const all = wanted && !names.includes(wanted) ? [wanted, ...names] : names;
    category.append(...all.map((name) => h('option', { value: name, selected: name === wanted }, name)));
  });
  const currency = h('select', { name: 'currency' }, h('option', { value: '' }, 'Any'),
    CURRENCIES.map((code) => h('option', { value: code, selected: code === query.get('currency') }, code)));
  const type = h('select', { name: 'type' },
    [['', 'Any'], ['expense', 'Expense'], ['income', 'Income']].map(([value, label]) =>
      h('option', { value, selected: value === (query.get('type') ?? '') }, label)));
  const from = h('input', { type: 'date', name: 'from', value: query.get('from') ?? '' });
  const to = h('input', { type: 'date', name: 'to', value: query.get('to') ?? '' });
  const active = ['category', 'type', 'currency', 'from', 'to'].filter((name) => query.get(name)).length;
  const form = h(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Expenses' },
    h('div', { class: 'search' }, icon('search'), text),
    h(
      'details',
      { open: active > 0 },
      h('summary', { class: 'button quiet' }, icon('filter'), active > 0 ? `Filters (${active})` : 'Filters'),
      h(
        'div',
        { class: 'fields' },
        field('Category', category),
        field('Type', type),
        field('Currency', currency),
        field('From', from),
        field('To', to),
        h('div', { class: 'actions' },
          h('button', { type: 'submit', class: 'small' }, 'Apply'),
          h('a', { class: 'button quiet small', href: month ? `/expenses?month=${month}` : '/expenses' }, 'Clear')),
      ),
    ),
  );
  const apply = () => {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value) {
        values.set(name, String(value));
      }
    }
    if (month && !values.has('from') && !values.has('to')) {
      values.set('month', month);
    }
    go(`/expenses?${values}`);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  text.addEventListener('search', () => text.value === '' && query.get('text') && apply());
  const others = new URLSearchParams(kept).toString();
  return h(
    'div',
    { class: 'filter-bar' },
    month
      ? h('div', { class: 'period' }, monthSteps('/expenses', month, kept), h('a', { class: 'button quiet small', href: `/expenses?${others}` }, 'All dates'))
      : h('div', { class: 'period' }, h('a', { class: 'button quiet small', href: `/expenses?${new URLSearchParams({ ...kept, month: thisMonth() })}` }, monthName(thisMonth()))),
    form,
  );
}

/** @param {Context} context @param {URLSearchParams} query */
function nothing({ store }, query) {
  if ([...query.keys()].length > 0) {
    return empty('search', 'Nothing found', 'No expense matches this search.', h('a', { class: 'button quiet', href: '/expenses' }, 'Show all'));
  }
  return empty(
    'list',
    'No expenses yet',
    'Add your first, or bring what you have in a CSV file.',
    h('button', { type: 'button', onclick: () => openAddDialog(store) }, 'Add expense'),
    h('a', { class: 'button quiet', href: '/import' }, 'Import a file'),
  );
}

/**
 * @param {HTMLElement} days
 * @param {HTMLElement} more where the button for the next page is
 * @param {{expenses: Expense[], nextCursor?: string}} page
 * @param {Context} context
 * @param {Filter} filter
 */
function addPage(days, more, page, context, filter) {
  for (const expense of page.expenses) {
    place(days, expense, context);
  }
  if (!page.nextCursor) {
    fill(more);
    return;
  }
  const button = h('button', { type: 'button', class: 'quiet' }, 'Show more');
  button.addEventListener('click', () =>
    busyWhile(button, async () => {
      try {
        const next = await context.store.expenses(filter, { cursor: page.nextCursor });
        const last = days.querySelectorAll('li').length;
        addPage(days, more, next, context, filter);
        days.querySelectorAll('li')[last]?.querySelector('button')?.focus();
      } catch (failed) {
        complain(failed);
      }
    }),
  );
  fill(more, button);
}

/** Puts a row under its day. @param {HTMLElement} days @param {Expense} expense @param {Context} context */
function place(days, expense, context) {
  let day = /** @type {HTMLElement | null} */ (days.querySelector(`[data-date="${expense.date}"]`));
  if (!day) {
    day = h('section', { dataset: { date: expense.date } }, h('h2', {}, dayName(expense.date)), h('ul', { class: 'rows' }));
    const after = [...days.children].find((one) => one.dataset.date < expense.date);
    days.querySelector(':scope > p')?.remove();
    days.insertBefore(day, after ?? null);
  }
  const row = h('li', { dataset: { expense: expense.expenseId } });
  day.querySelector('ul')?.append(row);
  showRow(row, expense, context);
  return row;
}

/** @param {Expense} expense */
function rowText(expense) {
  return [
    h('span', { class: 'what' }, h('span', { class: 'name' }, expense.category), expense.description && h('span', { class: 'description' }, expense.description)),
    h('span', { class: expense.type === 'income' ? 'amount income' : 'amount' },
      expense.type === 'income' ? signedMoney(expense.amount, expense.currency) : money(expense.amount, expense.currency)),
  ];
}

/** Rows that are only read. @param {Expense[]} expenses */
export function expenseRows(expenses) {
  return h('ul', { class: 'rows' }, expenses.map((expense) =>
    h('li', {}, h('div', { class: 'row' }, h('span', { class: 'date' }, shortDay(expense.date)), rowText(expense)))));
}

/** @param {HTMLElement} row @param {Expense} expense @param {Context} context */
function showRow(row, expense, context) {
  const edit = h('button', { type: 'button', class: 'quiet round', 'aria-label': `Edit ${describe(expense)}` }, icon('edit'));
  const remove = h('button', { type: 'button', class: 'quiet round', 'aria-label': `Delete ${describe(expense)}` }, icon('trash'));
  edit.addEventListener('click', () => editRow(row, expense, context));
  remove.addEventListener('click', () => busyWhile(remove, () => removeRow(row, expense, context)));
  fill(row, h('div', { class: 'row' }, rowText(expense), h('span', { class: 'tools' }, edit, remove)));
}

/** @param {HTMLElement} row @param {Expense} expense @param {Context} context */
function editRow(row, expense, context) {
  const back = () => {
    showRow(row, expense, context);
    row.querySelector('button')?.focus();
  };
  const form = expenseForm(context.store, {
    content: expense,
    compact: true,
    save: async (content) => {
      const edited = await quietly(row, () => context.store.edit(expense, content));
      const days = /** @type {HTMLElement} */ (row.closest('.days'));
      if (edited.date === expense.date) {
        showRow(row, edited, context);
        row.querySelector('button')?.focus();
      } else {
        take(row);
        place(days, edited, context).querySelector('button')?.focus();
      }
      toast(`Saved ${describe(edited)}`);
    },
    buttons: [
      h('button', { type: 'submit', class: 'small' }, 'Save'),
      h('button', { type: 'button', class: 'quiet small', onclick: back }, 'Cancel'),
    ],
  });
  form.setAttribute('aria-label', `Edit ${describe(expense)}`);
  form.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && back());
  fill(row, form);
  form.querySelector('[name=amount]').focus();
}

/** @param {HTMLElement} row @param {Expense} expense @param {Context} context */
async function removeRow(row, expense, context) {
  const days = /** @type {HTMLElement} */ (row.closest('.days'));
  try {
    await quietly(row, () => context.store.remove(expense));
  } catch (failed) {
    complain(failed);
    return;
  }
  const rows = [...days.querySelectorAll('li')];
  const neighbour = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  take(row);
  const next = neighbour?.querySelector('button') ?? document.querySelector('main h1');
  /** @type {HTMLElement | null} */ (next)?.focus();
  toast(`Deleted ${describe(expense)}`, {
    label: 'Undo',
    run: async () => {
      try {
        const restored = await quietly(days, () => context.store.restore(expense));
        if (days.isConnected) {
          place(days, restored, context).querySelector('button')?.focus();
        }
        toast(`${describe(restored)} is back`);
      } catch (failed) {
        complain(failed);
      }
    },
  });
}

/** Changes something that the list shows by itself. @template T @param {Element} within @param {() => Promise<T>} change */
async function quietly(within, change) {
  const list = /** @type {HTMLElement | null} */ (within.closest('.list'));
  if (list) {
    list.dataset.ownChange = 'true';
  }
  try {
    return await change();
  } finally {
    delete list?.dataset.ownChange;
  }
}

/** Takes a row away, and its day if that is empty. @param {HTMLElement} row */
function take(row) {
  const day = /** @type {HTMLElement} */ (row.closest('section[data-date]'));
  row.remove();
  if (!day.querySelector('li')) {
    const days = /** @type {HTMLElement} */ (day.parentElement);
    day.remove();
    if (!days.firstChild) {
      days.append(h('p', { class: 'note' }, 'Nothing is left on this list.'));
    }
  }
}
