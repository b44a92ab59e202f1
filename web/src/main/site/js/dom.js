/**
 * Builds elements. Text is always text: nothing here, or anywhere on the page, takes markup.
 *
 * @typedef {Node | string | number | null | undefined | false | Child[]} Child
 */

/**
 * An element. Attributes: `on…` functions are listeners, `class`, `dataset`, booleans are set or
 * left out, and every other one is an attribute.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...Child} children
 * @returns {any} the element
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(element, name, value);
  }
  append(element, children);
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function set(element, name, value) {
  if (value === undefined || value === null || value === false) {
    return;
  }
  if (name.startsWith('on')) {
    element.addEventListener(name.slice(2), value);
  } else if (name === 'dataset') {
    Object.assign(element.dataset, value);
  } else if (name === 'value') {
    /** @type {HTMLInputElement} */ (element).value = value;
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** @param {Element} parent @param {Child} child */
function append(parent, child) {
  if (Array.isArray(child)) {
    child.forEach((each) => append(parent, each));
  } else if (child !== null && child !== undefined && child !== false) {
    parent.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces what is in an element. @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

const PATHS = {
  overview: 'M4 19V10m5.3 9V5m5.4 14v-7M20 19V8',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  target: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-4.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm0-4.49h.01',
  upload: 'M12 16V4m0 0L7.5 8.5M12 4l4.5 4.5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3',
  download: 'M12 4v12m0 0 4.5-4.5M12 16l-4.5-4.5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3',
  building: 'M4 20V6l8-3v17m0-11 8 3v8M2.5 20h19M8 8.5v.01M8 12v.01M8 15.5v.01M16 14v.01M16 17v.01',
  file: 'M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7.5L14 3Zm0 0v4.5h4M9.5 13h5m-5 4h5',
  plus: 'M12 5v14M5 12h14',
  edit: 'M4 20l.8-4L16.3 4.5a1.4 1.4 0 0 1 2 0l1.2 1.2a1.4 1.4 0 0 1 0 2L8 19.2 4 20Zm10.5-13.7 3.2 3.2',
  trash: 'M4.5 7h15M10 11v5.5m4-5.5v5.5M6.5 7l.8 12a1 1 0 0 0 1 1h7.4a1 1 0 0 0 1-1l.8-12M9 7l.6-2.4a.8.8 0 0 1 .8-.6h3.2c.4 0 .7.2.8.6L15 7',
  left: 'm14.5 6-6 6 6 6',
  right: 'm9.5 6 6 6-6 6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 21h4',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6 6 18',
  out: 'M14 4h4a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-4M10 8l-4 4 4 4m-4-4h9',
  more: 'M6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0Zm7 0a1 1 0 1 1-2 0 1 1 0 0 1 2 0Zm7 0a1 1 0 1 1-2 0 1 1 0 0 1 2 0Z',
  warning: 'M12 8.5V13m0 3.5v.01M10.7 4.2 2.9 17.8A1.5 1.5 0 0 0 4.2 20h15.6a1.5 1.5 0 0 0 1.3-2.2L13.3 4.2a1.5 1.5 0 0 0-2.6 0Z',
  filter: 'M4 6h16M7 12h10m-7 6h4',
};

/**
 * A picture that says nothing to a screen reader: what it stands for is said beside it.
 *
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

let ids = 0;

/** An id that no other element has. @param {string} prefix */
export function uniqueId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}
