/** A month over all users, for finance. */
import { moment, monthName } from '../dates.js';
import { fill, h } from '../dom.js';
import { money, signedMoney, toMinor } from '../money.js';
import { counted, empty, heading, load, monthOf, monthSteps } from '../parts.js';
import { categoryBars } from './overview.js';

/** @type {import('../app.js').View} */
export function showOrganization(main, { api }, query) {
  const month = monthOf(query);
  const figures = h('div', { class: 'stack' });
  fill(main, heading('Organization', monthSteps('/organization', month)), figures);
  load(figures, async () => {
    const { currencies, asOf } = await api.get('/organization/summary', { query: { month } });
    if (!asOf) {
      return empty('building', 'Not added up yet', 'All users’ totals are added up every hour.');
    }
    if (currencies.length === 0) {
      return empty('building', `Nothing in ${monthName(month)}`, 'Nobody recorded an expense or income in this month.');
    }
    return [
      currencies.map((/** @type {any} */ sums) => {
        const ranked = sums.byCategory
          .map((/** @type {any} */ one) => [one.category, toMinor(one.spent, sums.currency)])
          .filter((/** @type {any} */ [, minor]) => minor > 0n);
        return h(
          'section',
          { class: 'card', 'aria-label': sums.currency },
          h('header', {}, h('h2', {}, sums.currency), h('span', { class: 'note' }, `${counted(sums.users, 'person', 'people')}, ${counted(sums.count, 'entry', 'entries')}`)),
          h('dl', { class: 'sums' },
            h('div', {}, h('dt', {}, 'Spent'), h('dd', {}, money(sums.spent, sums.currency))),
            h('div', {}, h('dt', {}, 'Earned'), h('dd', {}, money(sums.earned, sums.currency))),
            h('div', {}, h('dt', {}, 'Balance'), h('dd', {}, signedMoney(sums.balance, sums.currency)))),
          ranked.length > 0 && categoryBars(ranked.sort((/** @type {any} */ [, a], /** @type {any} */ [, b]) => (a < b ? 1 : -1)), sums.currency),
        );
      }),
      h('p', { class: 'as-of' }, `Added up ${moment(asOf)}`),
    ];
  }, { lines: 6 });
}
