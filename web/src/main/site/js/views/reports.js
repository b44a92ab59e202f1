/** Published monthly reports, for operators and finance. */
import { moment, monthName } from '../dates.js';
import { fill, h, icon } from '../dom.js';
import { busyWhile, counted, empty, heading, load } from '../parts.js';
import { complain } from '../toast.js';

/**
 * @typedef {object} Report
 * @property {string} month
 * @property {boolean} [archived] of such a one, nothing else is known
 * @property {{name: string, bytes: number}[]} files
 * @property {number} revision
 * @property {string} publishedAt
 * @property {number} rows
 * @property {number} users
 * @typedef {import('../api.js').Api} Api
 */

/** @type {import('../app.js').View} */
export function showReports(main, { api }) {
  const list = h('section', { 'aria-label': 'Reports' });
  fill(main, heading('Reports'), list);
  load(list, async () => {
    const { items } = await api.get('/reports');
    if (items.length === 0) {
      return empty('file', 'No report yet', 'On the 1st of a month, the report of the month before is published here.');
    }
    return h('ul', { class: 'reports' }, items.map((/** @type {Report} */ report) => h('li', { class: 'card' }, reportCard(api, report))));
  }, { lines: 5 });
}

/** @param {Api} api @param {Report} report */
function reportCard(api, report) {
  const title = h('h2', {}, monthName(report.month));
  if (report.archived) {
    return [
      h('header', {}, title, h('span', { class: 'tag' }, 'Archived')),
      h('p', { class: 'note' }, 'It has to be brought back from the archive before it can be opened.'),
    ];
  }
  return [
    h('header', {}, title, h('span', { class: 'note' }, `${counted(report.rows, 'row', 'rows')}, ${counted(report.users, 'person', 'people')}`)),
    h('p', { class: 'note' }, `Published ${moment(report.publishedAt)}`, report.revision > 1 && `, revision ${report.revision}`),
    h('ul', { class: 'files' }, report.files.map((file) => h('li', {}, fileButton(api, report.month, file)))),
  ];
}

/** @param {Api} api @param {string} month @param {{name: string, bytes: number}} file */
function fileButton(api, month, file) {
  const button = h('button', { type: 'button', class: 'quiet file', 'aria-label': `Download ${file.name} of ${monthName(month)}` },
    icon('download'), h('span', {}, file.name), h('span', { class: 'note' }, size(file.bytes)));
  button.addEventListener('click', () =>
    busyWhile(button, async () => {
      try {
        const { url } = await api.get(`/reports/${month}/${encodeURIComponent(file.name)}`);
        location.assign(url); // Good for five minutes; a file to save, so this page stays.
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
