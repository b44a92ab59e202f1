/** Charts, each with its figures as a table: what one sees, everyone can read, print, and copy. */
import { h } from './dom.js';
import { money, shortMoney, toHeight } from './money.js';
import { chartJs } from './vendor.js';

/** @param {string} name */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @type {Set<() => void>} charts that are shown, to be drawn again in other colours */
const shown = new Set();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  shown.forEach((draw) => draw());
});

/**
 * Bars beside each other.
 *
 * @param {object} chart
 * @param {string} chart.label what it shows, in a sentence
 * @param {string} chart.currency
 * @param {string} chart.first the heading of the labels' column
 * @param {string[]} chart.labels along the axis
 * @param {string[]} [chart.names] the same in full
 * @param {{name: string, colour: string, values: string[]}[]} chart.series decimals; a colour is
 *     the name of a CSS property
 * @returns {HTMLElement}
 */
export function barChart({ label, currency, first, labels, names = labels, series }) {
  const canvas = h('canvas', { role: 'img', 'aria-label': `${label}. The figures are in the table below.` });
  const figure = h(
    'figure',
    { class: 'chart' },
    h('div', { class: 'canvas' }, canvas),
    table(label, currency, first, names, series),
  );
  /** @type {any} */
  let chart = null;
  const draw = async () => {
    const Chart = await chartJs();
    if (!canvas.isConnected) {
      shown.delete(draw);
      chart?.destroy();
      return;
    }
    chart?.destroy();
    chart = new Chart(canvas, {
      type: 'bar',
      data: {
        labels,
        datasets: series.map((one) => ({
          label: one.name,
          data: one.values.map(toHeight),
          backgroundColor: colour(one.colour),
          hoverBackgroundColor: colour(one.colour),
          borderRadius: 3,
          borderSkipped: 'bottom',
          maxBarThickness: 26,
          categoryPercentage: series.length > 1 ? 0.7 : 0.8,
          barPercentage: series.length > 1 ? 0.92 : 0.95,
        })),
      },
      options: options(currency, names, series),
    });
  };
  shown.add(draw);
  requestAnimationFrame(draw);
  return figure;
}

/** @param {string} currency @param {string[]} names @param {{name: string, values: string[]}[]} series */
function options(currency, names, series) {
  const ink = colour('--ink-2');
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: 250 },
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: {
        grid: { display: false },
        border: { color: colour('--line') },
        ticks: { color: ink, maxRotation: 0, autoSkipPadding: 10 },
      },
      y: {
        beginAtZero: true,
        border: { display: false },
        grid: { color: colour('--line') },
        ticks: {
          color: ink,
          maxTicksLimit: 5,
          callback: (/** @type {number} */ value) => shortMoney(value, currency),
        },
      },
    },
    plugins: {
      legend: {
        display: series.length > 1,
        align: 'start',
        labels: { color: ink, boxWidth: 10, boxHeight: 10, useBorderRadius: true, borderRadius: 3 },
      },
      tooltip: {
        backgroundColor: colour('--ink'),
        titleColor: colour('--surface'),
        bodyColor: colour('--surface'),
        padding: 10,
        cornerRadius: 6,
        displayColors: series.length > 1,
        callbacks: {
          title: (/** @type {any[]} */ items) => names[items[0].dataIndex],
          label: (/** @type {any} */ item) => {
            const value = money(series[item.datasetIndex].values[item.dataIndex], currency);
            return series.length > 1 ? ` ${item.dataset.label}  ${value}` : value;
          },
        },
      },
    },
  };
}

/**
 * @param {string} label
 * @param {string} currency
 * @param {string} first
 * @param {string[]} names
 * @param {{name: string, values: string[]}[]} series
 */
function table(label, currency, first, names, series) {
  const rows = names
    .map((name, index) => ({ name, values: series.map((one) => one.values[index]) }))
    .filter((row) => row.values.some((value) => Number(value) !== 0));
  return h(
    'details',
    { class: 'figures' },
    h('summary', {}, 'Figures'),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': label },
      h(
        'table',
        {},
        h('caption', { class: 'hidden-visually' }, label),
        h(
          'thead',
          {},
          h('tr', {}, h('th', { scope: 'col' }, first), series.map((one) => h('th', { scope: 'col', class: 'number' }, one.name))),
        ),
        h(
          'tbody',
          {},
          rows.map((row) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, row.name),
              row.values.map((value) => h('td', { class: 'number' }, money(value, currency))),
            ),
          ),
        ),
      ),
    ),
  );
}
