/** Shows what the stack says of itself; asks again while somebody looks. */
const PAUSE_MS = 2000;

const place = /** @type {HTMLElement} */ (document.getElementById('state'));
const said = /** @type {HTMLElement} */ (document.getElementById('said'));
/** What is said beside the heading until something else is. */
let told = '';
const addresses = /** @type {HTMLElement} */ (document.getElementById('addresses'));

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string)} children */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * A table.
 *
 * @param {any[]} rows
 * @param {[string, string, boolean?][]} columns headings, members, and whether more than none is bad
 */
function table(rows, columns) {
  const isNumber = (/** @type {string} */ member) => rows.some((row) => typeof row[member] === 'number');
  const kind = (/** @type {any} */ value, /** @type {boolean | undefined} */ bad) =>
    typeof value !== 'number' ? '' : value === 0 ? 'number zero' : bad ? 'number bad' : 'number';
  return h('div', { class: 'scroll' }, h('table', {},
    h('thead', {}, h('tr', {}, ...columns.map(([heading, member]) =>
      h('th', { scope: 'col', class: isNumber(member) ? 'number' : '' }, heading)))),
    h('tbody', {}, ...rows.map((row) => h('tr', {}, ...columns.map(([, member, bad], index) =>
      h(index === 0 ? 'th' : 'td', { ...(index === 0 ? { scope: 'row' } : {}), class: kind(row[member], bad) }, shown(row[member]))))))));
}

/** @param {any} value */
function shown(value) {
  return typeof value === 'number' ? new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(value) : String(value ?? '');
}

/** @param {string} title @param {string} kind @param {...(Node | string)} children */
function section(title, kind, ...children) {
  return h('section', { class: kind, 'aria-label': title }, h('h2', {}, title), ...children);
}

/** @param {any[]} rows @param {() => Node} make */
function orNone(rows, make) {
  return rows.length > 0 ? make() : h('p', { class: 'note' }, 'None.');
}

/** @param {any} state */
function show(state) {
  const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute('aria-label') : null;
  const open = new Set([...place.querySelectorAll('details[open]')].map((one) => /** @type {HTMLElement} */ (one).dataset.name));
  addresses.replaceChildren(h('a', { href: '/' }, 'Page'), h('a', { href: '/docs' }, 'API docs'), ...Object.entries(state.addresses).map(([name, at]) =>
    name === 'Inbox' ? h('a', { href: at }, name) : h('span', {}, `${name} ${at}`)));
  place.replaceChildren(
    section('Functions', '', table(state.functions, [['Function', 'name'], ['Invocations', 'invocations'], ['Errors', 'errors', true], ['Cold starts', 'coldStarts'], ['Running', 'instances']])),
    section('Streams', '', table(state.streams, [['Stream', 'name'], ['Handled', 'handled'], ['Behind', 'behind'], ['Lag, ms', 'lagMs'], ['Failures', 'failures', true], ['Given up', 'givenUp', true]]),
      ...state.streams.filter((/** @type {any} */ one) => one.lastError).map((/** @type {any} */ one) => h('p', { class: 'error' }, `${one.name}: ${one.lastError}`))),
    section('Schedules', '', orNone(state.schedules, () => schedules(state.schedules))),
    section('Tables', '', table(state.tables, [['Table', 'name'], ['Items', 'items']])),
    section('Queues', '', orNone(state.queues, () => table(state.queues, [['Queue', 'name'], ['Waiting', 'waiting', true], ['In flight', 'inFlight'], ['Delayed', 'delayed']]))),
    section('Mails', '', orNone(state.mails, () => table(state.mails, [['To', 'to'], ['Mails', 'mails']]))),
    section('Calls to AWS', '', orNone(state.calls, () => table(byCaller(state.calls), [['Caller', 'caller'], ['Action', 'action'], ['Calls', 'calls'], ['Failed', 'failures', true], ['Units', 'units']]))),
    section('Logs', 'wide', ...state.functions.map((/** @type {any} */ one) => log(one, open))),
  );
  if (focused) {
    /** @type {HTMLElement | null} */ (place.querySelector(`button[aria-label="${CSS.escape(focused)}"]`))?.focus();
  }
}

/** @param {{group: string, name: string, next: string}[]} all */
function schedules(all) {
  const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return h('div', { class: 'scroll' }, h('table', {},
    h('thead', {}, h('tr', {}, ...['Schedule', 'Next'].map((name) => h('th', { scope: 'col' }, name)), h('td', {}))),
    h('tbody', {}, ...all.map((one) => {
      const run = h('button', { type: 'button', 'aria-label': `Run ${one.name} now` }, 'Run now');
      run.addEventListener('click', () => fire(one));
      return h('tr', {}, h('th', { scope: 'row' }, one.name), h('td', {}, time.format(new Date(one.next))), h('td', { class: 'number' }, run));
    }))));
}

/** @param {{group: string, name: string}} schedule */
async function fire({ group, name }) {
  try {
    const answer = await fetch('/console/fire', { method: 'POST', headers: { 'outlay-console': '1' }, body: `${group}\n${name}` });
    told = answer.ok ? `${name} was started.` : `${name} could not be started.`;
  } catch {
    told = 'Outlay does not answer.';
  }
  said.textContent = told;
}

/** Added up over resources. @param {any[]} calls */
function byCaller(calls) {
  const sums = new Map();
  for (const call of calls) {
    const key = `${call.caller} ${call.service} ${call.action}`;
    const sum = sums.get(key) ?? { caller: call.caller, action: `${call.service}:${call.action}`, calls: 0, failures: 0, units: 0 };
    sum.calls += call.calls;
    sum.failures += call.failures;
    sum.units += call.units;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => a.caller.localeCompare(b.caller) || b.calls - a.calls);
}

/** @param {any} one @param {Set<string | undefined>} open */
function log(one, open) {
  const details = h('details', { 'data-name': one.name },
    h('summary', {}, `${one.name} `, h('span', { class: 'count' }, one.log.length === 0 ? 'nothing yet' : `last ${one.log.length} lines`)),
    h('pre', { tabindex: 0, 'aria-label': `Log of ${one.name}` }, one.log.join('\n')));
  details.toggleAttribute('open', open.has(one.name));
  return details;
}

async function look() {
  if (document.visibilityState === 'visible' && !place.contains(document.activeElement?.closest('pre') ?? null)) {
    try {
      const answer = await fetch('/console/state', { cache: 'no-store' });
      show(await answer.json());
      said.textContent = told;
    } catch {
      said.textContent = 'Outlay does not answer.';
    }
  }
  setTimeout(look, PAUSE_MS);
}

look();
