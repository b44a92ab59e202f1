/** Short notices at the bottom of the page, with at most one thing to do about them. */
import { fill, h, icon } from './dom.js';

const SHOWN_MS = 6_000;
const WITH_ACTION_MS = 10_000;

/**
 * Shows a notice until it was there to be read; not while the pointer or focus is on it.
 *
 * @param {string} text
 * @param {{label: string, run: () => unknown}} [action]
 * @param {'info' | 'problem'} [kind]
 */
export function toast(text, action, kind = 'info') {
  const region = /** @type {HTMLElement} */ (document.getElementById('toasts'));
  const element = h('div', {
    class: `toast ${kind}`,
    role: kind === 'problem' ? 'alert' : 'status',
  });
  let timer = 0;
  const close = () => {
    clearTimeout(timer);
    element.remove();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(close, action ? WITH_ACTION_MS : SHOWN_MS);
  };
  region.querySelectorAll('.toast:not(:has(.link))').forEach((older) => older.remove());
  region.append(element); // Before its text, so that it is announced.
  fill(
    element,
    h('span', {}, text),
    action &&
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          onclick: () => {
            close();
            action.run();
          },
        },
        action.label,
      ),
    h('button', { type: 'button', class: 'quiet round', 'aria-label': 'Dismiss', onclick: close }, icon('cross')),
  );
  for (const event of ['pointerenter', 'focusin']) {
    element.addEventListener(event, () => clearTimeout(timer));
  }
  for (const event of ['pointerleave', 'focusout']) {
    element.addEventListener(event, wait);
  }
  wait();
}

/** Says what went wrong. @param {unknown} failed */
export function complain(failed) {
  const text = failed instanceof Error ? failed.message : String(failed);
  toast(text || 'That did not work. Try again.', undefined, 'problem');
}
