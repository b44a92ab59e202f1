/** Starts the page: who is it for, what does the address name, and what stands around it. */
import { Api } from './api.js';
import { loadConfig } from './config.js';
import { fill, h, icon } from './dom.js';
import { Session, SignedOut } from './session.js';
import { Store } from './store.js';
import { openAddDialog } from './expense-form.js';
import { showBudgets } from './views/budgets.js';
import { showExpenses } from './views/expenses.js';
import { showImport } from './views/import.js';
import { showOrganization } from './views/organization.js';
import { showOverview } from './views/overview.js';
import { showReports } from './views/reports.js';
import { showSignIn } from './views/sign-in.js';

/**
 * What every view is given.
 *
 * @typedef {object} Context
 * @property {import('./config.js').Config} config
 * @property {Session} session
 * @property {Api} api
 * @property {Store} store
 * @property {(path: string, options?: {replace?: boolean}) => void} go
 * @property {AbortSignal} left aborted when the view is left
 *
 * @typedef {(main: HTMLElement, context: Context, query: URLSearchParams) => unknown} View
 * @typedef {{path: string, name: string, icon: any, show: View, groups?: string[], small?: boolean}} Route
 */

/** @type {Route[]} `groups`: who sees it in the menu; `small`: has a place in a phone's bar */
const ROUTES = [
  { path: '/', name: 'Overview', icon: 'overview', show: showOverview, small: true },
  { path: '/expenses', name: 'Expenses', icon: 'list', show: showExpenses, small: true },
  { path: '/budgets', name: 'Budgets', icon: 'target', show: showBudgets, small: true },
  { path: '/import', name: 'Import', icon: 'upload', show: showImport },
  { path: '/organization', name: 'Organization', icon: 'building', show: showOrganization, groups: ['finance'] },
  { path: '/reports', name: 'Reports', icon: 'file', show: showReports, groups: ['operators', 'finance'] },
];

const app = /** @type {HTMLElement} */ (document.getElementById('app'));

async function start() {
  const config = await loadConfig();
  /** @type {Session} */
  let session;
  try {
    session = await Session.open(config);
  } catch (failed) {
    session = new Session(config, null);
    showSignIn(app, session, failed instanceof Error ? failed.message : '');
    return;
  }
  if (!session.isSignedIn) {
    showSignIn(app, session);
    return;
  }
  run(config, session);
}

/** @param {import('./config.js').Config} config @param {Session} session */
function run(config, session) {
  const api = new Api(config.api, session);
  const store = new Store(api, config.currency);
  let leave = new AbortController();

  /** @param {string} path @param {{replace?: boolean}} [options] */
  function go(path, { replace = false } = {}) {
    history[replace ? 'replaceState' : 'pushState'](null, '', path);
    show(!replace);
  }

  const main = h('main', { id: 'main' });
  const menu = h('nav', { class: 'menu', 'aria-label': 'Outlay' });
  frame(main, menu, config, session, () => openAddDialog(store));

  /** @param {boolean} [focus] */
  function show(focus = true) {
    leave.abort();
    leave = new AbortController();
    const route = ROUTES.find((one) => one.path === location.pathname);
    for (const link of menu.querySelectorAll('a')) {
      link.toggleAttribute('aria-current', false);
      if (link.pathname === route?.path) {
        link.setAttribute('aria-current', 'page');
      }
    }
    document.title = route ? `${route.name} · Outlay` : 'Not found · Outlay';
    const place = h('div', { class: 'page', dataset: { view: route?.name ?? 'Not found' } });
    fill(main, place);
    if (route) {
      const context = { config, session, api, store, go, left: leave.signal };
      route.show(place, context, new URLSearchParams(location.search));
    } else {
      fill(place, h('header', { class: 'view' }, h('h1', { tabindex: -1 }, 'There is no such page')), h('p', {}, h('a', { href: '/' }, 'Back to the overview')));
    }
    if (focus) {
      scrollTo(0, 0);
      main.querySelector('h1')?.focus({ preventScroll: true });
    }
  }

  document.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('a');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && !link.target && !link.download && link.origin === location.origin && isOurs(link.pathname)) {
      event.preventDefault();
      const menuOfPhone = /** @type {HTMLDetailsElement | null} */ (link.closest('details.more'));
      menuOfPhone?.removeAttribute('open');
      go(link.pathname + link.search);
    }
  });
  addEventListener('popstate', () => show());
  addEventListener('keydown', (event) => {
    const typing = /** @type {Element} */ (event.target).closest('input, textarea, select, dialog');
    if (event.key === 'n' && !typing && !event.metaKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      openAddDialog(store);
    }
  });
  session.addEventListener('ended', () => {
    leave.abort();
    document.querySelector('dialog')?.remove();
    showSignIn(app, session, 'Your session has ended. Sign in to go on where you were.');
  });
  watchNetwork(api);
  show(false);
}

/** @param {string} path */
function isOurs(path) {
  return ROUTES.some((route) => route.path === path);
}

/**
 * What stands around every view.
 *
 * @param {HTMLElement} main
 * @param {HTMLElement} menu
 * @param {import('./config.js').Config} config
 * @param {Session} session
 * @param {() => void} add
 */
function frame(main, menu, config, session, add) {
  const { user } = session;
  const routes = ROUTES.filter(
    (route) => !route.groups || route.groups.some((group) => user.groups.includes(group)),
  );
  const link = (/** @type {Route} */ route) =>
    h('a', { href: route.path }, icon(route.icon), h('span', {}, route.name));
  const signOut = () =>
    h('button', { type: 'button', class: 'plain', onclick: () => session.signOut() }, icon('out'), h('span', {}, 'Sign out'));
  const machine = () => [
    config.machine && h('a', { href: config.machine.console, target: '_blank' }, 'Console'),
    config.machine && h('a', { href: config.machine.mail, target: '_blank' }, 'Inbox'),
  ];
  fill(
    menu,
    routes.map((route) => h('div', { class: route.small ? 'item' : 'item wide' }, link(route))),
    h(
      'details',
      { class: 'more' },
      h('summary', {}, icon('more'), h('span', {}, 'More')),
      h(
        'div',
        { class: 'sheet' },
        h('p', { class: 'who' }, user.name),
        routes.filter((route) => !route.small).map(link),
        machine(),
        signOut(),
      ),
    ),
  );
  fill(
    app,
    h('a', { class: 'skip', href: '#main', onclick: skip }, 'Skip to content'),
    h(
      'div',
      { class: 'frame' },
      h(
        'header',
        { class: 'side' },
        h('a', { class: 'brand', href: '/' }, h('img', { src: '/icon.svg', alt: '', width: 28, height: 28 }), 'Outlay'),
        h(
          'button',
          { type: 'button', class: 'add', onclick: add, title: 'Add an expense (n)' },
          icon('plus'),
          h('span', {}, 'Add expense'),
        ),
        menu,
        h(
          'div',
          { class: 'foot' },
          h('p', { class: 'who', title: user.name }, user.name),
          signOut(),
          config.machine && h('p', { class: 'machine' }, machine()),
        ),
      ),
      main,
    ),
  );
}

/** Not as an address: that would be another page. @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.querySelector('main h1')?.focus();
}

/** @param {Api} api */
function watchNetwork(api) {
  const banner = /** @type {HTMLElement} */ (document.getElementById('banner'));
  const busy = /** @type {HTMLElement} */ (document.getElementById('busy'));
  const offline = () => fill(banner, icon('warning'), 'You are offline. What you see may be out of date.');
  const online = () => fill(banner);
  addEventListener('offline', offline);
  addEventListener('online', online);
  if (!navigator.onLine) {
    offline();
  }
  api.addEventListener('reached', () => banner.childNodes.length > 0 && navigator.onLine && online());
  api.addEventListener('unreachable', () =>
    navigator.onLine ? fill(banner, icon('warning'), 'Outlay cannot be reached right now.') : offline(),
  );
  api.addEventListener('busy', () => busy.removeAttribute('hidden'));
  api.addEventListener('idle', () => busy.setAttribute('hidden', ''));
}

addEventListener('unhandledrejection', (event) => {
  if (event.reason instanceof SignedOut || event.reason?.name === 'AbortError') {
    event.preventDefault(); // Both are answered elsewhere.
  }
});

start().catch(() => {
  fill(
    app,
    h(
      'main',
      { class: 'gate' },
      h('h1', {}, 'Outlay cannot be reached'),
      h('p', {}, 'Check the connection, then try again.'),
      h('button', { type: 'button', onclick: () => location.reload() }, 'Try again'),
    ),
  );
});
