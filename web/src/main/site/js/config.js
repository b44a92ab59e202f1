/**
 * Which stack this page belongs to; `deploy` and `./run` write it.
 *
 * @typedef {object} Config
 * @property {string} api where the API answers
 * @property {string} region
 * @property {string} clientId of the sign-in
 * @property {string} currency offered first
 * @property {{authorize: string, token: string, logout: string}} login
 * @property {{console: string, mail: string}} [machine] on one machine only
 */

/** @returns {Promise<Config>} */
export async function loadConfig() {
  const answer = await fetch('/config.json', { cache: 'no-store' });
  if (!answer.ok) {
    throw new Error(`config.json: ${answer.status}`);
  }
  return answer.json();
}
