/** For who is not signed in. */
import { fill, h } from '../dom.js';
import { busyWhile } from '../parts.js';

/**
 * @param {HTMLElement} app
 * @param {import('../session.js').Session} session
 * @param {string} [message] why, if there is something to say
 */
export function showSignIn(app, session, message) {
  document.title = 'Sign in · Outlay';
  const button = h('button', { type: 'button' }, 'Sign in');
  button.addEventListener('click', () =>
    busyWhile(button, () => session.signIn(location.pathname + location.search)),
  );
  fill(
    app,
    h(
      'main',
      { class: 'gate', dataset: { view: 'Sign in' } },
      h('img', { src: '/icon.svg', alt: '', width: 56, height: 56 }),
      h('h1', { tabindex: -1 }, 'Outlay'),
      h('p', {}, 'Know where it goes: expenses, budgets, and an e-mail when one is exceeded.'),
      message && h('p', { class: 'note', role: 'alert' }, message),
      button,
    ),
  );
}
