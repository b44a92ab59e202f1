/**
 * The HTTP API.
 *
 * @typedef {import('./session.js').Session} Session
 * @typedef {{field: string, code: string, detail: string}} Violation
 * @typedef {object} Call
 * @property {Record<string, string | number | undefined>} [query] those that are empty are left out
 * @property {unknown} [body] sent as JSON
 * @property {Record<string, string>} [headers]
 * @property {AbortSignal} [signal]
 * @property {boolean} [repeatable] whether a second attempt does no harm; true but for POST
 */
import { SignedOut } from './session.js';

const TIMEOUT_MS = 35_000; // API Gateway gives up after 30 s.
const ATTEMPTS = 3;

/** Members that are amounts: read as the decimals that were sent, not as floating point. */
const AMOUNTS = new Set([
  'amount', 'spent', 'earned', 'balance', 'limit', 'left', 'projected', 'largeExpense',
]);

/** What the API refused, or could not do: RFC 9457. */
export class Problem extends Error {
  /** @param {number} status @param {any} document */
  constructor(status, document) {
    super(document.detail ?? document.title ?? fallback(status));
    this.status = status;
    /** @type {string} stable, for programs */
    this.code = document.code ?? '';
    /** @type {Violation[]} */
    this.errors = document.errors ?? [];
  }
}

/** The network, not the API. */
export class Unreachable extends Error {
  constructor() {
    super(
      navigator.onLine
        ? 'Outlay cannot be reached. Check the connection, then try again.'
        : 'You are offline. Nothing was changed; try again when you are back.',
    );
  }
}

/** @param {number} status */
function fallback(status) {
  if (status === 403) {
    return 'You may not see this.';
  }
  return status === 429 || status === 503
    ? 'Outlay is busy right now. Try again in a moment.'
    : 'That did not work. Try again.';
}

/** Dispatches `busy` and `idle` as requests come and go, `unreachable` and `reached`. */
export class Api extends EventTarget {
  #base;
  #session;
  #underWay = 0;

  /** @param {string} base @param {Session} session */
  constructor(base, session) {
    super();
    this.#base = base;
    this.#session = session;
  }

  /** @param {string} path @param {Call} [call] @returns {Promise<any>} */
  async get(path, call) {
    return (await this.send('GET', path, call)).json;
  }

  /**
   * Sends a request. What is safe to repeat is repeated where the API was busy.
   *
   * @param {string} method
   * @param {string} path
   * @param {Call} [call]
   * @returns {Promise<{status: number, headers: Headers, json: any}>}
   * @throws {Problem | Unreachable | SignedOut}
   */
  async send(method, path, call = {}) {
    const answer = await this.#fetch(method, path, call);
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, json: text ? parse(text) : null };
  }

  /** A file. @param {string} path @param {Call} [call] @returns {Promise<Blob>} */
  async download(path, call = {}) {
    return (await this.#fetch('GET', path, call)).blob();
  }

  /** @param {string} method @param {string} path @param {Call} call @returns {Promise<Response>} */
  async #fetch(method, path, call) {
    this.#count(1);
    try {
      const repeatable = call.repeatable ?? method !== 'POST';
      for (let attempt = 1; ; attempt += 1) {
        const answer = await this.#attempt(method, path, call);
        if (answer.ok) {
          return answer;
        }
        const busy = answer.status === 429 || answer.status === 503;
        if (!busy || !repeatable || attempt === ATTEMPTS) {
          throw new Problem(answer.status, await document(answer));
        }
        await pause(attempt);
      }
    } finally {
      this.#count(-1);
    }
  }

  /** @param {string} method @param {string} path @param {Call} call */
  async #attempt(method, path, call) {
    let answer = await this.#request(method, path, call);
    if (answer.status === 401) {
      await this.#renewed(); // Revoked, or a clock is wrong.
      answer = await this.#request(method, path, call);
    }
    return answer;
  }

  async #renewed() {
    try {
      await this.#session.renew();
    } catch (failed) {
      throw failed instanceof SignedOut ? failed : new Unreachable();
    }
  }

  /** @param {string} method @param {string} path @param {Call} call */
  async #request(method, path, { query = {}, body, headers = {}, signal }) {
    const url = new URL(this.#base + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') {
        url.searchParams.set(name, String(value));
      }
    }
    try {
      const token = await this.#session.accessToken();
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const answer = await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        cache: 'no-store',
        credentials: 'omit',
      });
      this.dispatchEvent(new Event('reached'));
      return answer;
    } catch (failed) {
      if (failed instanceof SignedOut || signal?.aborted) {
        throw failed;
      }
      this.dispatchEvent(new Event('unreachable'));
      throw new Unreachable();
    }
  }

  /** @param {number} change */
  #count(change) {
    this.#underWay += change;
    this.dispatchEvent(new Event(this.#underWay > 0 ? 'busy' : 'idle'));
  }
}

/** @param {string} text */
function parse(text) {
  return JSON.parse(text, function amounts(name, value, /** @type {any} */ context) {
    // Where the browser does not give the source, a double still gives back 15 digits exactly.
    return typeof value === 'number' && AMOUNTS.has(name)
      ? (context?.source ?? String(value))
      : value;
  });
}

/** @param {Response} answer */
async function document(answer) {
  try {
    return (await answer.json()) ?? {};
  } catch {
    return {}; // API Gateway's own answers are not always JSON.
  }
}

/** With full jitter. @param {number} attempt */
export function pause(attempt) {
  const longest = 400 * 2 ** attempt;
  return new Promise((resolve) => {
    setTimeout(resolve, 200 + Math.random() * longest);
  });
}
