/** The one form for an expense: in a dialog to add, in the list to edit. */
import { Problem } from './api.js';
import { CURRENCIES, currencyName, fractionDigits } from './currencies.js';
import { isDate, plusYear, today } from './dates.js';
import { fill, h, icon, uniqueId } from './dom.js';
import { money, parseAmount, separators, toMinor } from './money.js';
import { busyWhile } from './parts.js';
import { toast } from './toast.js';

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./store.js').Content} Content
 * @typedef {import('./store.js').Expense} Expense
 */

/**
 * A form. Wrong input is said at its field, before it is sent where that is certain, and as the API
 * says it otherwise.
 *
 * @param {Store} store
 * @param {object} options
 * @param {Partial<Content>} options.content what is in it at first
 * @param {(content: Content) => Promise<unknown>} options.save
 * @param {import('./dom.js').Child} options.buttons at least one that submits
 * @param {boolean} [options.compact] in few lines
 * @returns {HTMLFormElement}
 */
export function expenseForm(store, { content, save, buttons, compact = false }) {
  const type = choice('type', content.type ?? 'expense', [
    ['expense', 'Expense'],
    ['income', 'Income'],
  ]);
  const amount = h('input', {
    name: 'amount', type: 'text', inputmode: 'decimal', autocomplete: 'off', required: true,
    value: content.amount ? inReadersWriting(content.amount) : '',
    placeholder: `0${separators().decimal}00`,
  });
  const currency = currencySelect('currency', content.currency ?? store.currency);
  const list = h('datalist', { id: uniqueId('categories') });
  const category = h('input', {
    name: 'category', type: 'text', list: list.id, autocomplete: 'off', required: true,
    value: content.category ?? '',
  });
  const suggestions = h('div', { class: 'chips', role: 'group', 'aria-label': 'Categories that you use' });
  const date = h('input', {
    name: 'date', type: 'date', required: true, min: '1970-01-01', max: plusYear(today()),
    value: content.date ?? today(),
  });
  const description = h('textarea', {
    name: 'description', rows: compact ? 1 : 2, value: content.description ?? '',
  });
  const summary = h('p', { class: 'problem', role: 'alert', hidden: true });

  const form = h(
    'form',
    { class: compact ? 'expense compact' : 'expense', novalidate: true },
    type,
    h('div', { class: 'money' }, field('Amount', amount), field('Currency', currency)),
    h('div', { class: 'category' }, field('Category', category), list, suggestions),
    field('Date', date),
    field('Description', description, 'optional'),
    summary,
    h('div', { class: 'actions' }, buttons),
  );

  store.categories().then((names) => {
    fill(list, names.map((name) => h('option', { value: name })));
    fill(
      suggestions,
      names.slice(0, 5).map((name) =>
        h('button', {
          type: 'button', class: 'chip',
          onclick: () => {
            category.value = name;
            check(category, '');
          },
        }, name),
      ),
    );
    suggestions.hidden = names.length === 0;
  });
  amount.addEventListener('change', () => {
    const decimal = parseAmount(amount.value);
    if (decimal !== null) {
      check(amount, '');
    }
  });

  form.addEventListener('submit', (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    summary.hidden = true;
    const written = read(form);
    const problems = written.problems;
    for (const name of ['amount', 'currency', 'category', 'date', 'description']) {
      check(form.elements.namedItem(name), problems[name] ?? '');
    }
    const wrong = form.querySelector('[aria-invalid=true]');
    if (wrong) {
      wrong.focus();
      return;
    }
    const button = /** @type {HTMLButtonElement} */ (event.submitter ?? form.querySelector('[type=submit]'));
    busyWhile(button, async () => {
      try {
        form.dataset.again = button.value;
        await save(written.content);
      } catch (failed) {
        say(form, summary, failed);
      }
    });
  });
  return form;
}

/**
 * What is in the form, and what is certainly wrong with it; the API has the last word.
 *
 * @param {HTMLFormElement} form
 * @returns {{content: Content, problems: Record<string, string>}}
 */
function read(form) {
  const values = new FormData(form);
  const text = (/** @type {string} */ name) => String(values.get(name) ?? '');
  /** @type {Record<string, string>} */
  const problems = {};
  const currency = text('currency');
  const amount = parseAmount(text('amount'));
  if (text('amount').trim() === '') {
    problems.amount = 'Enter an amount.';
  } else if (amount === null) {
    problems.amount = `Enter a number such as ${inReadersWriting('12.50')}.`;
  } else {
    try {
      if (toMinor(amount, currency) <= 0n) {
        problems.amount = 'Enter an amount greater than zero; income is a type of its own.';
      }
    } catch {
      const digits = fractionDigits(currency);
      problems.amount = digits === 0 ? `${currency} has no fraction digits.` : `${currency} has at most ${digits} fraction digits.`;
    }
  }
  if (text('category').trim() === '') {
    problems.category = 'Enter a category.';
  }
  if (!isDate(text('date'))) {
    problems.date = 'Enter a date.';
  }
  return {
    problems,
    content: {
      date: text('date'),
      type: /** @type {'expense' | 'income'} */ (text('type')),
      category: text('category'),
      amount: amount ?? '',
      currency,
      description: text('description').replaceAll('\r\n', '\n'), // Forms make CRLF of line feeds.
    },
  };
}

/** @param {HTMLFormElement} form @param {HTMLElement} summary @param {unknown} failed */
function say(form, summary, failed) {
  let rest = '';
  if (failed instanceof Problem && failed.errors.length > 0) {
    for (const violation of failed.errors) {
      const input = form.elements.namedItem(violation.field);
      if (input instanceof HTMLElement) {
        check(input, sentence(violation.detail));
      } else {
        rest += `${violation.field} ${violation.detail}. `;
      }
    }
    /** @type {HTMLElement | null} */ (form.querySelector('[aria-invalid=true]'))?.focus();
  } else {
    rest = failed instanceof Problem && failed.status === 412
      ? 'This expense was changed elsewhere meanwhile. Cancel, and look at it again.'
      : failed instanceof Error ? failed.message : '';
  }
  summary.textContent = rest;
  summary.hidden = rest === '';
}

/** @param {string} detail */
export function sentence(detail) {
  return `${detail[0].toUpperCase()}${detail.slice(1)}.`;
}

/** Says at a field what is wrong with it, or no more. @param {any} input @param {string} problem */
function check(input, problem) {
  const hint = document.getElementById(input.getAttribute('aria-describedby') ?? '') ?? input.closest('label')?.querySelector('.problem');
  input.setAttribute('aria-invalid', String(problem !== ''));
  if (!problem) {
    input.removeAttribute('aria-invalid');
  }
  if (hint) {
    hint.textContent = problem;
    hint.hidden = problem === '';
  }
}

/** A labelled input with room for its problem. @param {string} label @param {HTMLElement} input @param {string} [note] */
export function field(label, input, note) {
  const id = uniqueId('problem');
  input.id ||= uniqueId('field');
  input.setAttribute('aria-describedby', id);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: input.id }, label, note && h('span', { class: 'optional' }, ` ${note}`)),
    input,
    h('p', { class: 'problem', id, hidden: true }),
  );
}

/**
 * A few alternatives beside each other.
 *
 * @param {string} name
 * @param {string} value
 * @param {[string, string][]} options values and labels
 * @param {string} [legend]
 */
export function choice(name, value, options, legend = 'Type') {
  return h(
    'fieldset',
    { class: 'choice' },
    h('legend', { class: 'hidden-visually' }, legend),
    options.map(([option, label]) =>
      h('label', {}, h('input', { type: 'radio', name, value: option, checked: option === value }), h('span', {}, label)),
    ),
  );
}

/** @param {string} name @param {string} value */
export function currencySelect(name, value) {
  return h(
    'select',
    { name },
    CURRENCIES.map((code) =>
      h('option', { value: code, selected: code === value, title: currencyName(code) }, code),
    ),
  );
}

/** @param {string} decimal */
function inReadersWriting(decimal) {
  return decimal.replace('.', separators().decimal);
}

/** @param {Expense | Content} expense */
export function describe(expense) {
  return `${expense.category}, ${money(expense.amount, expense.currency)}`;
}

/** Asks for a new expense, wherever one is. @param {Store} store */
export function openAddDialog(store) {
  if (document.querySelector('dialog[open]')) {
    return;
  }
  const title = uniqueId('title');
  const dialog = h('dialog', { class: 'add', 'aria-labelledby': title });
  /** One key for each expense that is meant, however often it is sent. */
  let key = crypto.randomUUID();
  let date = today();
  const show = (done = '') => {
    const form = expenseForm(store, {
      content: { date },
      save: async (content) => {
        const added = await store.add(content, key);
        key = crypto.randomUUID();
        if (form.dataset.again === 'again') {
          date = content.date;
          show(`Added ${describe(added)}.`);
        } else {
          dialog.close();
          toast(`Added ${describe(added)}`);
        }
      },
      buttons: [
        h('button', { type: 'submit', class: 'quiet', value: 'again' }, 'Save and add another'),
        h('button', { type: 'submit', value: 'once' }, 'Save'),
      ],
    });
    // Enter saves once: the first button of a form is the one that Enter presses.
    form.querySelector('.actions').classList.add('reversed');
    form.querySelector('.actions').prepend(form.querySelector('[value=once]'));
    const status = h('p', { class: 'done', role: 'status' });
    fill(
      dialog,
      h(
        'div',
        { class: 'head' },
        h('h2', { id: title }, 'Add expense'),
        h('button', { type: 'button', class: 'quiet round', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('cross')),
      ),
      status,
      form,
    );
    status.textContent = done;
    form.querySelector('[name=amount]').focus();
  };
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  show();
}
