/** Pieces that several views are made of. */
import { fill, h, icon } from './dom.js';
import { isMonth, monthName, plusMonths, thisMonth } from './dates.js';
import { Problem } from './api.js';
import { SignedOut } from './session.js';

/**
 * A view's heading, which takes the focus when it is shown.
 *
 * @param {string} title
 * @param {...import('./dom.js').Child} beside
 */
export function heading(title, ...beside) {
  return h('header', { class: 'view' }, h('h1', { tabindex: -1 }, title), h('div', { class: 'beside' }, beside));
}

/**
 * Steps through months; each is a page of its own, so that back and bookmarks work.
 *
 * @param {string} path
 * @param {string} month
 * @param {Record<string, string>} [query] kept
 */
export function monthSteps(path, month, query = {}) {
  const href = (/** @type {string} */ to) => {
    const kept = new URLSearchParams({ ...query, month: to });
    return `${path}?${kept}`;
  };
  const previous = plusMonths(month, -1);
  const next = plusMonths(month, 1);
  return h(
    'nav',
    { class: 'months', 'aria-label': 'Month' },
    h('a', { href: href(previous), class: 'round', 'aria-label': `Previous month, ${monthName(previous)}` }, icon('left')),
    h('span', { 'aria-current': 'date' }, monthName(month)),
    h('a', { href: href(next), class: 'round', 'aria-label': `Next month, ${monthName(next)}` }, icon('right')),
    month !== thisMonth() && h('a', { href: href(thisMonth()), class: 'button quiet small' }, 'This month'),
  );
}

/** 1 row, 1,234 rows. @param {number} count @param {string} one @param {string} several */
export function counted(count, one, several) {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? one : several}`;
}

/** The month that an address names, or this one. @param {URLSearchParams} query */
export function monthOf(query) {
  const asked = query.get('month');
  return isMonth(asked) ? /** @type {string} */ (asked) : thisMonth();
}

/** What stands where something will be. @param {number} lines */
export function skeleton(lines) {
  return h(
    'div',
    { class: 'skeleton', role: 'status' },
    h('span', { class: 'hidden-visually' }, 'Loading'),
    Array.from({ length: lines }, () => h('div', { 'aria-hidden': true })),
  );
}

/**
 * Where there is nothing yet.
 *
 * @param {keyof typeof import('./dom.js') | string} picture
 * @param {string} title
 * @param {string} text
 * @param {...import('./dom.js').Child} actions
 */
export function empty(picture, title, text, ...actions) {
  return h(
    'div',
    { class: 'empty' },
    h('div', { class: 'disc' }, icon(/** @type {any} */ (picture))),
    h('h2', {}, title),
    h('p', {}, text),
    actions.length > 0 && h('div', { class: 'actions' }, actions),
  );
}

/** @type {WeakMap<Element, object>} the last time that each place was to be filled */
const turns = new WeakMap();

/**
 * Fills a place with what a promise brings; a skeleton before, the problem and a way to try again
 * if it brings none. Filled anew, the focus stays on what is called the same; what is pressed is
 * not taken away before it is let go.
 *
 * @param {Element} place
 * @param {() => Promise<import("./dom.js").Child>} bring
 * @param {{lines?: number}} [options]
 */
export async function load(place, bring, { lines = 4 } = {}) {
  const turn = {};
  turns.set(place, turn);
  const isLast = () => turns.get(place) === turn;
  const busy = setTimeout(() => place.childNodes.length === 0 && fill(place, skeleton(lines)), 120);
  try {
    const brought = await bring();
    await released(place);
    if (!isLast()) {
      return; // What was asked for later is newer.
    }
    const focused = place.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    fill(place, brought);
    if (focused !== null) {
      refocus(place, focused);
    }
  } catch (failed) {
    if (failed instanceof SignedOut || !isLast()) {
      return; // The whole page says so; or the later one tells.
    }
    fill(place, problem(failed, () => load(place, bring, { lines })));
  } finally {
    clearTimeout(busy);
  }
}

const LONGEST_PRESS_MS = 2000;

/** Until nothing in a place is pressed: the click comes when it is let go. @param {Element} place */
function released(place) {
  if (!place.matches(':active')) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const done = () => setTimeout(resolve); // After the click.
    window.addEventListener('pointerup', done, { once: true });
    setTimeout(done, LONGEST_PRESS_MS);
  });
}

/** What a control is called. @param {Element | null} element */
export function nameOf(element) {
  return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
}

/** To the control of this name; to the view's heading if it is gone. @param {Element} place @param {string} name */
export function refocus(place, name) {
  const same = [...place.querySelectorAll('a, button, summary')].find((one) => nameOf(one) === name);
  const target = /** @type {HTMLElement | null} */ (same ?? document.querySelector('main h1'));
  target?.focus({ preventScroll: true });
}

const FOLLOW_MS = [400, 1500, 5000, 15_000];

/**
 * Does it again for a while, since totals are counted, and alerts raised, a moment after a change.
 *
 * @param {() => unknown} work
 * @param {AbortSignal} left ends it
 */
export function follow(work, left) {
  for (const delay of FOLLOW_MS) {
    const timer = setTimeout(work, delay);
    left.addEventListener('abort', () => clearTimeout(timer));
  }
}

/** @param {unknown} failed @param {() => unknown} again */
export function problem(failed, again) {
  const refused = failed instanceof Problem && failed.status === 403;
  return h(
    'div',
    { class: 'empty', role: 'alert' },
    h('div', { class: 'disc bad' }, icon('warning')),
    h('h2', {}, refused ? 'This is not for you' : 'This could not be loaded'),
    h('p', {}, refused ? 'Your account is in no group that may see it.' : failed instanceof Error ? failed.message : ''),
    !refused && h('div', { class: 'actions' }, h('button', { type: 'button', onclick: again }, 'Try again')),
  );
}

/**
 * Runs what a button does, once at a time, with the button busy.
 *
 * @param {HTMLButtonElement} button
 * @param {() => Promise<unknown>} work
 */
export async function busyWhile(button, work) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    button.removeAttribute('aria-busy');
  }
}

/** Saves a file that was fetched. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
