/** Monthly limits, how much of them is left and for how long, and who is told. */
import { Problem } from '../api.js';
import { dayAndMonth, moment, monthName, today } from '../dates.js';
import { fill, h, icon, uniqueId } from '../dom.js';
import { currencySelect, field, sentence } from '../expense-form.js';
import { money, parseAmount, separators, toMinor } from '../money.js';
import { busyWhile, empty, follow, heading, load, monthOf, monthSteps, nameOf as nameOfControl, refocus } from '../parts.js';
import { complain, toast } from '../toast.js';

/**
 * @typedef {object} Budget
 * @property {string} currency
 * @property {string} [category] none: all spending in the currency
 * @property {string} limit
 * @property {number[]} alertLevels in percent of the limit
 * @property {string} [largeExpense]
 * @property {boolean} [default] the template's, which holds where the user set none
 * @property {string} spent
 * @property {string} left
 * @property {number} percent
 * @property {string} [projected]
 * @property {string} [exceededOn]
 * @typedef {import('../app.js').Context} Context
 */

/**
 * @typedef {object} Alert
 * @property {'budget' | 'large'} kind
 * @property {string} currency
 * @property {string} [category]
 * @property {number} [level] in percent, of `limit`
 * @property {string} [limit]
 * @property {string} [amount] of a large expense
 * @property {'pending' | 'sent'} state
 * @property {string} at
 * @typedef {{state: 'none' | 'pending' | 'confirmed', email?: string}} Subscription
 */

/** @type {import('../app.js').View} */
export function showBudgets(main, context, query) {
  const { api, store, left } = context;
  const month = monthOf(query);
  const list = h('section', { 'aria-label': 'Budgets' });
  const subscription = h('section', { class: 'card', 'aria-label': 'E-mail alerts' });
  const history = h('section', { class: 'card', 'aria-label': 'Alerts raised' });
  const add = h('button', { type: 'button', class: 'quiet', onclick: () => openBudget(context, null, reload) }, icon('plus'), 'Set a budget');
  fill(main, heading('Budgets', monthSteps('/budgets', month), add), list, h('div', { class: 'columns' }, subscription, history));

  /** @returns {Promise<void>} */
  function show() {
    return load(list, async () => {
      /** @type {{items: Budget[]}} */
      const { items } = await api.get('/budgets', { query: { month } });
      if (items.length === 0) {
        return empty('target', 'No budget yet', 'Set a monthly limit, in all or for a category, and be told before it is reached.',
          h('button', { type: 'button', onclick: () => openBudget(context, null, reload) }, 'Set a budget'));
      }
      return h('ul', { class: 'budgets' }, items.map((budget) => h('li', { class: 'card' }, budgetCard(context, budget, reload))));
    }, { lines: 5 });
  }
  const showHistory = () =>
    load(history, async () => alertHistory((await api.get('/alerts', { query: { month } })).items, month));
  const settle = () =>
    follow(() => {
      show();
      showHistory();
    }, left);
  /** After a budget was set or deleted: it may have been reached already. */
  const reload = async () => {
    await show();
    settle();
  };
  show();
  showHistory();
  if (store.isSettling) {
    settle();
  }
  store.addEventListener('changed', settle, { signal: left });
  const showSubscription = () =>
    load(subscription, async () => subscriptionCard(context, subscription, await api.get('/alert-subscription')));
  showSubscription();
  document.addEventListener('visibilitychange', () => {
    const waiting = subscription.querySelector('.tag.pending') !== null;
    if (waiting && document.visibilityState === 'visible') {
      showSubscription(); // Back from the link in the mail, perhaps.
    }
  }, { signal: left });
}

/** @param {Budget} budget */
function nameOf(budget) {
  return budget.category ?? `All spending in ${budget.currency}`;
}

/**
 * Sets or deletes a budget. The category is in the query: not every one can be in a path.
 *
 * @param {import('../api.js').Api} api
 * @param {'PUT' | 'DELETE'} method
 * @param {{currency: string, category?: string}} budget
 * @param {object} [body]
 */
function change(api, method, { currency, category }, body) {
  return api.send(method, `/budgets/${currency}`, { query: { category }, body });
}

/** ok, near (the first level is reached), or over. @param {Budget} budget */
function stateOf(budget) {
  if (budget.percent >= 100) {
    return 'over';
  }
  return budget.alertLevels.some((level) => budget.percent >= level) ? 'near' : 'ok';
}

/** @param {Budget} budget */
function bar(budget) {
  const element = h(
    'div',
    {
      class: `meter ${stateOf(budget)}`,
      role: 'meter',
      'aria-label': nameOf(budget),
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      'aria-valuenow': Math.min(100, Math.floor(budget.percent)),
      'aria-valuetext': `${Math.floor(budget.percent)} % of the limit`,
    },
    h('span', { class: 'value' }),
    budget.alertLevels.filter((level) => level < 100).map((level) => h('span', { class: 'level', dataset: { level } })),
  );
  element.querySelector('.value').style.setProperty('inline-size', `${Math.min(100, budget.percent)}%`);
  for (const tick of element.querySelectorAll('.level')) {
    tick.style.setProperty('inset-inline-start', `${tick.dataset.level}%`);
  }
  return element;
}

/** @param {Budget} budget */
function amounts(budget) {
  return h(
    'p',
    { class: 'amounts' },
    h('strong', {}, money(budget.spent, budget.currency)),
    ` of ${money(budget.limit, budget.currency)}`,
    h('span', { class: `left ${stateOf(budget)}` }, leftOf(budget)),
  );
}

/** @param {Budget} budget */
function leftOf(budget) {
  return budget.left.startsWith('-')
    ? `${money(budget.left.slice(1), budget.currency)} over`
    : `${money(budget.left, budget.currency)} left`;
}

/** What the pace says. @param {Budget} budget */
function pace(budget) {
  if (budget.exceededOn) {
    const day = dayAndMonth(budget.exceededOn);
    const isPassed = budget.left.startsWith('-') && budget.exceededOn <= today();
    return isPassed ? `Exceeded on ${day}.` : `At this pace, exceeded on ${day}.`;
  }
  if (budget.projected) {
    return `At this pace, ${money(budget.projected, budget.currency)} by the end of the month.`;
  }
  return '';
}

/** Bars only, for the overview. @param {Budget[]} items */
export function budgetBars(items) {
  return h(
    'ul',
    { class: 'budget-bars' },
    items.map((budget) => h('li', {}, h('h3', {}, nameOf(budget)), amounts(budget), bar(budget), h('p', { class: 'note' }, pace(budget)))),
  );
}

/** @param {Context} context @param {Budget} budget @param {() => unknown} reload */
function budgetCard(context, budget, reload) {
  const edit = h('button', { type: 'button', class: 'quiet round', 'aria-label': `Edit ${nameOf(budget)}` }, icon('edit'));
  edit.addEventListener('click', () => openBudget(context, budget, reload));
  const remove = h('button', { type: 'button', class: 'quiet round', 'aria-label': `Delete ${nameOf(budget)}` }, icon('trash'));
  remove.addEventListener('click', () => busyWhile(remove, () => removeBudget(context, budget, reload)));
  return [
    h('header', {},
      h('h2', {}, nameOf(budget), budget.category && h('span', { class: 'tag' }, budget.currency), budget.default && h('span', { class: 'tag' }, 'Default')),
      h('span', { class: 'tools' }, edit, !budget.default && remove)),
    amounts(budget),
    bar(budget),
    h('p', { class: 'note' }, pace(budget)),
    h('p', { class: 'note' },
      `Alert at ${budget.alertLevels.map((level) => `${level} %`).join(', ')}`,
      budget.largeExpense && `; large from ${money(budget.largeExpense, budget.currency)}`),
  ];
}

/** @param {Context} context @param {Budget} budget @param {() => unknown} reload */
async function removeBudget({ api }, budget, reload) {
  try {
    await change(api, 'DELETE', budget);
    await reload();
    toast(`Deleted the budget ${nameOf(budget)}`, {
      label: 'Undo',
      run: async () => {
        try {
          await change(api, 'PUT', budget, bodyOf(budget));
          await reload();
        } catch (failed) {
          complain(failed);
        }
      },
    });
  } catch (failed) {
    complain(failed);
  }
}

/** @param {{limit: string, alertLevels: number[], largeExpense?: string}} budget */
function bodyOf({ limit, alertLevels, largeExpense }) {
  return { limit, alertLevels, largeExpense };
}

/** A dialog that sets a budget. @param {Context} context @param {Budget | null} budget the one that is changed @param {() => unknown} reload */
function openBudget({ api, store }, budget, reload) {
  const title = uniqueId('title');
  const written = (/** @type {string | undefined} */ decimal) => (decimal ?? '').replace('.', separators().decimal);
  const list = h('datalist', { id: uniqueId('categories') });
  store.categories().then((names) => fill(list, names.map((name) => h('option', { value: name }))));
  const currency = currencySelect('currency', budget?.currency ?? store.currency);
  const category = h('input', { name: 'category', list: list.id, autocomplete: 'off', value: budget?.category ?? '', placeholder: 'All spending' });
  const limit = h('input', { name: 'limit', inputmode: 'decimal', autocomplete: 'off', required: true, value: written(budget?.limit) });
  const levels = h('input', { name: 'alertLevels', inputmode: 'numeric', autocomplete: 'off', value: (budget?.alertLevels ?? [80, 100]).join(', ') });
  const large = h('input', { name: 'largeExpense', inputmode: 'decimal', autocomplete: 'off', value: written(budget?.largeExpense) });
  currency.disabled = budget !== null;
  category.disabled = budget !== null;
  const largeField = field('An expense is large from', large, 'optional');
  const onlyForAll = () => {
    largeField.hidden = category.value.trim() !== '';
  };
  category.addEventListener('input', onlyForAll);
  onlyForAll();
  const summary = h('p', { class: 'problem', role: 'alert', hidden: true });
  const save = h('button', { type: 'submit' }, 'Save');
  const dialog = h(
    'dialog',
    { 'aria-labelledby': title },
    h('div', { class: 'head' }, h('h2', { id: title }, budget ? nameOf(budget) : 'Set a budget'),
      h('button', { type: 'button', class: 'quiet round', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('cross'))),
    h('form', { novalidate: true, onsubmit: submit },
      h('div', { class: 'money' }, field('Limit a month', limit), field('Currency', currency)),
      field('Category', category, 'optional'), list,
      field('Alert at percent of it', levels),
      largeField,
      summary,
      h('div', { class: 'actions' }, save, h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Cancel'))),
  );

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    /** @type {Record<string, string>} */
    const problems = {};
    const body = {
      limit: amountIn(limit, currency.value, problems),
      alertLevels: levels.value.split(/[\s,;%]+/).filter(Boolean).map(Number),
      largeExpense: largeField.hidden || large.value.trim() === '' ? undefined : amountIn(large, currency.value, problems),
    };
    if (body.alertLevels.length === 0 || body.alertLevels.some((level) => !Number.isInteger(level) || level < 1)) {
      problems.alertLevels = 'Enter whole percentages such as 80, 100.';
    }
    for (const input of [limit, category, levels, large]) {
      mark(input, problems[input.name] ?? '');
    }
    if (Object.keys(problems).length > 0) {
      /** @type {HTMLElement} */ (dialog.querySelector('[aria-invalid=true]')).focus();
      return;
    }
    busyWhile(save, async () => {
      try {
        await change(api, 'PUT', { currency: currency.value, category: category.value.trim() === '' ? undefined : category.value }, body);
        dialog.close();
        toast('Budget saved');
        await reload();
      } catch (failed) {
        say(dialog, summary, failed);
      }
    });
  }

  const opener = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (opener && !opener.isConnected) {
      refocus(document.body, nameOfControl(opener)); // The list was filled anew meanwhile.
    }
  });
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  limit.focus();
}

/** @param {HTMLInputElement} input @param {string} currency @param {Record<string, string>} problems */
function amountIn(input, currency, problems) {
  const decimal = parseAmount(input.value);
  try {
    if (decimal !== null && toMinor(decimal, currency) > 0n) {
      return decimal;
    }
  } catch {
    // Too many fraction digits: said below, as everything else that is no amount.
  }
  problems[input.name] = `Enter an amount in ${currency}, greater than zero.`;
  return '';
}

/** @param {HTMLElement} dialog @param {HTMLElement} summary @param {unknown} failed */
function say(dialog, summary, failed) {
  let rest = failed instanceof Error ? failed.message : '';
  for (const violation of failed instanceof Problem ? failed.errors : []) {
    const input = dialog.querySelector(`[name="${violation.field.replace(/\W.*/, '')}"]`);
    if (input) {
      mark(input, sentence(violation.detail));
      rest = '';
    }
  }
  summary.textContent = rest;
  summary.hidden = rest === '';
}

/** @param {any} input @param {string} problem */
function mark(input, problem) {
  const hint = /** @type {HTMLElement} */ (document.getElementById(input.getAttribute('aria-describedby')));
  if (problem) {
    input.setAttribute('aria-invalid', 'true');
  } else {
    input.removeAttribute('aria-invalid');
  }
  hint.textContent = problem;
  hint.hidden = problem === '';
}

/** @param {Context} context @param {HTMLElement} place @param {Subscription} subscription */
function subscriptionCard({ api }, place, { state, email }) {
  const show = (/** @type {any} */ next) => fill(place, subscriptionCard({ api }, place, next));
  const act = (/** @type {string} */ label, /** @type {string} */ kind, /** @type {() => Promise<any>} */ work) => {
    const button = h('button', { type: 'button', class: kind }, label);
    button.addEventListener('click', () =>
      busyWhile(button, async () => {
        try {
          show(await work());
          /** @type {HTMLElement | null} */ (place.querySelector('button'))?.focus();
        } catch (failed) {
          complain(failed);
        }
      }),
    );
    return button;
  };
  const subscribe = async () => (await api.send('PUT', '/alert-subscription', { body: {} })).json;
  const unsubscribe = async () => {
    await api.send('DELETE', '/alert-subscription');
    return { state: 'none', email };
  };
  const to = email ? h('strong', {}, email) : 'your address';
  const texts = {
    none: ['Have the alerts of your own budgets and large expenses sent to ', to, '.'],
    pending: ['A link was sent to ', to, '. Open it within two days to confirm; alerts come from then on.'],
    confirmed: ['Your alerts are sent to ', to, '.'],
  };
  return [
    h('header', {}, h('h2', {}, 'E-mail alerts'), h('span', { class: `tag ${state}` }, { none: 'Off', pending: 'Waiting for you', confirmed: 'On' }[state])),
    h('p', {}, texts[state]),
    h('div', { class: 'actions' },
      state === 'none' && act('Send me alerts', '', subscribe),
      state === 'pending' && act('Send the link again', 'quiet', subscribe),
      state === 'confirmed' && act('Stop', 'quiet', unsubscribe)),
  ];
}

/** @param {Alert[]} items the newest first @param {string} month */
function alertHistory(items, month) {
  return [
    h('header', {}, h('h2', {}, 'Alerts raised')),
    items.length === 0
      ? h('p', { class: 'note' }, `None in ${monthName(month)}.`)
      : h('ul', { class: 'rows' }, items.map((alert) =>
          h('li', {}, h('div', { class: 'row' },
            h('span', { class: 'what' },
              h('span', { class: 'name' }, alertText(alert)),
              h('span', { class: 'description' }, `${moment(alert.at)}${alert.state === 'sent' ? '' : ' · on its way'}`)))))),
  ];
}

/** @param {Alert} alert */
function alertText({ kind, currency, category, level, limit = '', amount = '' }) {
  return kind === 'large'
    ? `Large expense of ${money(amount, currency)}: ${category}`
    : `${level} % of ${money(limit, currency)} reached: ${category ?? `all spending in ${currency}`}`;
}
