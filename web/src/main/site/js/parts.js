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

/**
 * Fills a place with what a promise brings; a skeleton before, the problem and a way to try again
 * if it brings none.
 *
 * @param {Element} place
 * @param {() => Promise<import("./dom.js").Child>} bring
 * @param {{lines?: number, missing?: string}} [options] `missing`: said where the API has no such
 *     route yet
 */
export async function load(place, bring, { lines = 4, missing } = {}) {
  const busy = setTimeout(() => place.childNodes.length === 0 && fill(place, skeleton(lines)), 120);
  try {
    fill(place, await bring());
  } catch (failed) {
    if (failed instanceof SignedOut) {
      return; // The whole page says so.
    }
    if (missing && failed instanceof Problem && failed.isMissingRoute) {
      fill(place, h('p', { class: 'note' }, missing));
      return;
    }
    fill(place, problem(failed, () => load(place, bring, { lines, missing })));
  } finally {
    clearTimeout(busy);
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
