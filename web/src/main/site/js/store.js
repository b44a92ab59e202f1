/**
 * What is asked of the API about expenses, and told to it. No view fetches by itself.
 *
 * @typedef {import('./api.js').Api} Api
 * @typedef {object} Content what a user says of an expense
 * @property {string} date
 * @property {'expense' | 'income'} type
 * @property {string} category
 * @property {string} amount a decimal
 * @property {string} currency
 * @property {string} description
 *
 * @typedef {Content & {expenseId: string, version: number}} Expense
 * @typedef {object} Filter
 * @property {string} [from]
 * @property {string} [to]
 * @property {string} [category]
 * @property {string} [type]
 * @property {string} [currency]
 * @property {string} [text]
 *
 * @typedef {{spent: string, earned: string, balance: string, count: number}} Sums
 * @typedef {Sums & {currency: string, categories: (Sums & {category: string})[]}} CurrencySums
 * @typedef {{name: string, from: string, to: string, currencies: CurrencySums[]}} Period
 * @typedef {{asOf: string | null, currencies: CurrencySums[], periods: Period[]}} Summary
 */

const PAGE = 50;
const SETTLING_MS = 10_000;
const LAST_CURRENCY = 'outlay.currency';

/** Dispatches `changed` when expenses were, by whomever on this page. */
export class Store extends EventTarget {
  #api;
  #defaultCurrency;
  /** @type {Promise<string[]> | null} */
  #categories = null;
  #changedAt = 0;

  /** @param {Api} api @param {string} defaultCurrency */
  constructor(api, defaultCurrency) {
    super();
    this.#api = api;
    this.#defaultCurrency = defaultCurrency;
  }

  /** The currency that the user recorded in last. */
  get currency() {
    return localStorage.getItem(LAST_CURRENCY) ?? this.#defaultCurrency;
  }

  set currency(code) {
    localStorage.setItem(LAST_CURRENCY, code);
  }

  /**
   * A page of expenses that is not empty unless there are no more: the API looks at only so many
   * at once, and may find none among them.
   *
   * @param {Filter} filter
   * @param {{cursor?: string, limit?: number, signal?: AbortSignal}} [page]
   * @returns {Promise<{expenses: Expense[], nextCursor?: string}>}
   */
  async expenses(filter, { cursor, limit = PAGE, signal } = {}) {
    let next = cursor;
    do {
      const query = { ...filter, limit, cursor: next };
      const page = await this.#api.get('/expenses', { query, signal });
      if (page.expenses.length > 0 || !page.nextCursor) {
        return page;
      }
      next = page.nextCursor;
    } while (true);
  }

  /** @param {Filter} filter @returns {Promise<Blob>} */
  csv(filter) {
    return this.#api.download('/expenses.csv', { query: { ...filter } });
  }

  /**
   * @param {'day' | 'week' | 'month'} period
   * @param {string} from
   * @param {string} to
   * @returns {Promise<Summary>}
   */
  summary(period, from, to) {
    return this.#api.get('/summary', { query: { period, from, to } });
  }

  /** The user's own, the most used first. @returns {Promise<string[]>} */
  categories() {
    this.#categories ??= this.#api.get('/categories').then(
      (answer) => answer.categories.map((/** @type {any} */ use) => use.category),
      () => {
        this.#categories = null; // Only suggestions: asked again next time.
        return [];
      },
    );
    return this.#categories;
  }

  /**
   * Records an expense. With the same key again, it is the same expense.
   *
   * @param {Content} content
   * @param {string} key
   * @returns {Promise<Expense>}
   */
  async add(content, key) {
    const headers = { 'idempotency-key': key };
    const { json } = await this.#api.send('POST', '/expenses', {
      body: content,
      headers,
      repeatable: true,
    });
    this.currency = content.currency;
    this.#changed();
    return json;
  }

  /** Replaces the version that the user saw, and no other. @param {Expense} seen @param {Content} content */
  async edit(seen, content) {
    const { json } = await this.#api.send('PUT', `/expenses/${seen.expenseId}`, {
      body: content,
      headers: { 'if-match': `"${seen.version}"` },
    });
    this.#changed();
    return /** @type {Expense} */ (json);
  }

  /** @param {Expense} seen */
  async remove(seen) {
    await this.#api.send('DELETE', `/expenses/${seen.expenseId}`, {
      headers: { 'if-match': `"${seen.version}"` },
    });
    this.#changed();
  }

  /** Undoes a deletion. @param {Expense} deleted */
  async restore(deleted) {
    const { json } = await this.#api.send('POST', `/expenses/${deleted.expenseId}/restore`, {
      repeatable: true,
    });
    this.#changed();
    return /** @type {Expense} */ (json);
  }

  /**
   * Records up to 100 expenses at once, each under its key.
   *
   * @param {(Content & {idempotencyKey: string})[]} expenses
   * @param {AbortSignal} signal
   * @returns {Promise<{status: number, expense?: Expense, problem?: any}[]>} in their order
   */
  async addAll(expenses, signal) {
    const { json } = await this.#api.send('POST', '/expenses/batch', {
      body: { expenses },
      repeatable: true,
      signal,
    });
    return json.results;
  }

  /** Whether totals may not have followed the last change yet: they are counted a moment after it. */
  get isSettling() {
    return Date.now() - this.#changedAt < SETTLING_MS;
  }

  /** Tells everyone, after an import. */
  imported() {
    this.#changed();
  }

  #changed() {
    this.#categories = null;
    this.#changedAt = Date.now();
    this.dispatchEvent(new Event('changed'));
  }
}
