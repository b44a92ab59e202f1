/**
 * Sign-in with OpenID Connect: code flow with PKCE (RFC 7636), renewal, and log-out.
 *
 * Tokens are kept in memory and in sessionStorage: they survive a reload, belong to one tab, and
 * end with it. A script of another's could read them in either place; the content security policy
 * is what keeps such a script from running (docs/decisions).
 *
 * @typedef {import('./config.js').Config} Config
 * @typedef {{access: string, id?: string, refresh?: string, expiresAt: number}} Tokens
 * @typedef {{name: string, email?: string, groups: string[]}} User
 */
const TOKENS = 'outlay.tokens';
const PENDING = 'outlay.signing-in';
const SCOPES = 'openid email outlay/read outlay/write';

/** A token is renewed this long before it ends, so that none ends on its way. */
const MARGIN_MS = 60_000;

/** Thrown where nobody is signed in any more. */
export class SignedOut extends Error {}

/** Dispatches `ended` when the session is over without the user's doing. */
export class Session extends EventTarget {
  /** @type {Tokens | null} */
  #tokens;
  /** @type {Promise<void> | null} */
  #renewal = null;
  #config;

  /** @param {Config} config @param {Tokens | null} tokens */
  constructor(config, tokens) {
    super();
    this.#config = config;
    this.#tokens = tokens;
  }

  /**
   * The tab's session, finished if the login page just sent the browser back.
   *
   * @param {Config} config
   * @returns {Promise<Session>}
   * @throws {Error} if the login failed; the address is clean by then
   */
  static async open(config) {
    const session = new Session(config, read(TOKENS));
    const query = new URLSearchParams(location.search);
    if (location.pathname === '/' && query.has('state') && (query.has('code') || query.has('error'))) {
      await session.#finishSignIn(query);
    }
    return session;
  }

  get isSignedIn() {
    return this.#tokens !== null;
  }

  /** Who is signed in, as the tokens say. For show only: what counts is what the API verifies. */
  get user() {
    const access = claims(this.#tokens?.access);
    const id = claims(this.#tokens?.id);
    /** @type {User} */
    const user = {
      name: id.email ?? id['cognito:username'] ?? access.username ?? access.sub ?? '',
      email: id.email,
      groups: access['cognito:groups'] ?? [],
    };
    return user;
  }

  /** Leaves for the login page. @param {string} returnTo path and query to come back to */
  async signIn(returnTo) {
    const state = random();
    const nonce = random();
    const verifier = random();
    sessionStorage.setItem(PENDING, JSON.stringify({ state, nonce, verifier, returnTo }));
    const challenge = base64Url(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)),
    );
    location.assign(
      `${this.#config.login.authorize}?${new URLSearchParams({
        response_type: 'code',
        client_id: this.#config.clientId,
        redirect_uri: `${location.origin}/`,
        scope: SCOPES,
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      })}`,
    );
  }

  /** @param {URLSearchParams} query */
  async #finishSignIn(query) {
    const pending = read(PENDING);
    sessionStorage.removeItem(PENDING);
    history.replaceState(null, '', pending?.returnTo ?? '/');
    if (!pending || pending.state !== query.get('state')) {
      throw new Error('This sign-in was not begun in this tab.');
    }
    if (query.has('error')) {
      throw new Error(query.get('error_description') ?? 'You were not signed in.');
    }
    await this.#fetchTokens({
      grant_type: 'authorization_code',
      code: query.get('code') ?? '',
      redirect_uri: `${location.origin}/`,
      code_verifier: pending.verifier,
    });
    if (claims(this.#tokens?.id).nonce !== pending.nonce) {
      this.#keep(null);
      throw new Error('This sign-in was not begun in this tab.');
    }
  }

  /**
   * A token that is good for a while yet.
   *
   * @returns {Promise<string>}
   * @throws {SignedOut} if there is none, and none to be had
   */
  async accessToken() {
    if (this.#tokens && this.#tokens.expiresAt - MARGIN_MS < Date.now()) {
      await this.renew();
    }
    if (!this.#tokens) {
      throw new SignedOut();
    }
    return this.#tokens.access;
  }

  /** Renews the tokens; several at once renew them once. */
  async renew() {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null;
    });
    await this.#renewal;
  }

  async #renew() {
    const refresh = this.#tokens?.refresh;
    try {
      if (!refresh) {
        throw new SignedOut();
      }
      await this.#fetchTokens({ grant_type: 'refresh_token', refresh_token: refresh });
    } catch (failed) {
      if (failed instanceof SignedOut) {
        this.#keep(null);
        this.dispatchEvent(new Event('ended'));
      }
      throw failed;
    }
  }

  /** @param {Record<string, string>} form */
  async #fetchTokens(form) {
    const answer = await fetch(this.#config.login.token, {
      method: 'POST',
      body: new URLSearchParams({ client_id: this.#config.clientId, ...form }),
    });
    if (answer.status >= 400 && answer.status < 500) {
      throw new SignedOut('The sign-in is over.');
    }
    if (!answer.ok) {
      throw new Error('The sign-in does not answer.');
    }
    const given = await answer.json();
    this.#keep({
      access: given.access_token,
      id: given.id_token ?? this.#tokens?.id,
      refresh: given.refresh_token ?? this.#tokens?.refresh, // Cognito gives one once.
      expiresAt: Date.now() + given.expires_in * 1000,
    });
  }

  /** Forgets everything here and leaves for the sign-in's own log-out. */
  signOut() {
    const back = `${location.origin}/`;
    const query = new URLSearchParams({
      client_id: this.#config.clientId,
      logout_uri: back, // Cognito's name for it, and OpenID Connect's.
      post_logout_redirect_uri: back,
    });
    if (this.#tokens?.id) {
      query.set('id_token_hint', this.#tokens.id);
    }
    this.#keep(null);
    location.assign(`${this.#config.login.logout}?${query}`);
  }

  /** @param {Tokens | null} tokens */
  #keep(tokens) {
    this.#tokens = tokens;
    if (tokens) {
      sessionStorage.setItem(TOKENS, JSON.stringify(tokens));
    } else {
      sessionStorage.removeItem(TOKENS);
    }
  }
}

/** @param {string} key @returns {any} */
function read(key) {
  const text = sessionStorage.getItem(key);
  return text === null ? null : JSON.parse(text);
}

/** A token's claims, not verified. @param {string | undefined} token @returns {Record<string, any>} */
function claims(token) {
  if (!token) {
    return {};
  }
  const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)).buffer);
}

/** @param {ArrayBuffer} bytes */
export function base64Url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
