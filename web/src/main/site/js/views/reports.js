/** Published monthly reports, for operators and finance. */
import { moment, monthName } from '../dates.js';
import { fill, h, icon } from '../dom.js';
import { busyWhile, empty, heading, load } from '../parts.js';
import { complain } from '../toast.js';

/** @type {import('../app.js').View} */
export function showReports(main, { api }) {
  const list = h('section', { 'aria-label': 'Reports' });
  fill(main, heading('Reports'), list);
  const count = new Intl.NumberFormat();
  load(list, async () => {
    const { items } = await api.get('/reports');
    if (items.length === 0) {
      return empty('file', 'No report yet', 'On the 1st of a month, the report of the month before is published here.');
    }
    return h('ul', { class: 'reports' }, items.map((/** @type {any} */ report) =>
      h('li', { class: 'card' },
        h('header', {},
          h('h2', {}, monthName(report.month)),
          h('span', { class: 'note' }, `${count.format(report.rows)} rows, ${count.format(report.users)} people`)),
        h('p', { class: 'note' }, `Published ${moment(report.publishedAt)}`, report.revision > 1 && `, revision ${report.revision}`),
        h('ul', { class: 'files' }, report.files.map((/** @type {any} */ file) => h('li', {}, fileButton(api, report.month, file)))))));
  }, { lines: 5, missing: 'Reports are not available here yet.' });
}

/** @param {import('../api.js').Api} api @param {string} month @param {{name: string, bytes: number}} file */
function fileButton(api, month, file) {
  const button = h('button', { type: 'button', class: 'quiet file', 'aria-label': `Download ${file.name} of ${monthName(month)}` },
    icon('download'), h('span', {}, file.name), h('span', { class: 'note' }, size(file.bytes)));
  button.addEventListener('click', () =>
    busyWhile(button, async () => {
      try {
        const { url } = await api.get(`/reports/${month}/${encodeURIComponent(file.name)}`);
        h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }).click(); // Good for five minutes only.
      } catch (failed) {
        complain(failed);
      }
    }),
  );
  return button;
}

/** @param {number} bytes */
function size(bytes) {
  const [value, unit] = bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
