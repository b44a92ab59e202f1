/** Other people's code, loaded when it is first needed. Each is a plain script that sets a global. */

/** @type {Map<string, Promise<any>>} */
const loading = new Map();
const { trustedTypes, location } = /** @type {any} */ (globalThis);

/** The only place where a string becomes a script: one of ours. */
const policy = trustedTypes?.createPolicy('vendor', {
  createScriptURL(/** @type {string} */ path) {
    if (!path.startsWith('/vendor/')) {
      throw new TypeError(`${path} is no script of ours`);
    }
    return location.origin + path;
  },
});

/** @param {string} path @param {string} global @returns {Promise<any>} */
function load(path, global) {
  let known = loading.get(path);
  if (!known) {
    known = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = policy ? policy.createScriptURL(path) : path;
      script.onload = () => resolve(/** @type {any} */ (globalThis)[global]);
      script.onerror = () => {
        loading.delete(path); // So that it can be tried again.
        script.remove();
        reject(new Error('A part of this page could not be loaded. Check the connection, then try again.'));
      };
      document.head.append(script);
    });
    loading.set(path, known);
  }
  return known;
}

/** {@link https://www.chartjs.org Chart.js} */
export async function chartJs() {
  const Chart = await load('/vendor/chart.js/chart.umd.min.js', 'Chart');
  Chart.defaults.font.family = 'system-ui, sans-serif';
  Chart.defaults.font.size = 12;
  return Chart;
}

/** {@link https://www.papaparse.com Papa Parse}: CSV as RFC 4180 and the wild have it. */
export function papaParse() {
  return load('/vendor/papaparse/papaparse.min.js', 'Papa');
}
