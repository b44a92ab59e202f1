/** Shows openapi.json. Text only ever becomes text: no markup is made of a string. */

/** @typedef {Record<string, any>} Node */

const place = /** @type {HTMLElement} */ (document.getElementById('api'));
const routes = /** @type {HTMLElement} */ (document.getElementById('routes'));
const said = /** @type {HTMLElement} */ (document.getElementById('said'));
/** @type {Node} */
let api = {};

/** @param {string} tag @param {Record<string, string>} attributes @param {...(globalThis.Node | string)} children */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** @param {Node} node what a reference leads to, or the node itself @returns {Node} */
function resolved(node) {
  if (!node?.$ref) {
    return node ?? {};
  }
  return resolved(node.$ref.slice(2).split('/').reduce((/** @type {Node} */ at, /** @type {string} */ name) => at[name], api));
}

/** Markdown as far as openapi.yaml uses it: `code` and **strong**. @param {string} text */
function inline(text) {
  return (text ?? '').split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) =>
    part.startsWith('`') ? h('code', {}, part.slice(1, -1)) : part.startsWith('**') ? h('strong', {}, part.slice(2, -2)) : part);
}

/** The same in paragraphs. @param {string} text */
function prose(text) {
  return (text ?? '').split(/\n{2,}/).filter(Boolean).map((paragraph) => h('p', {}, ...inline(paragraph)));
}

/** @param {string[]} headings @param {(globalThis.Node | string)[][]} rows */
function table(headings, rows) {
  return h('div', { class: 'scroll' }, h('table', {},
    h('thead', {}, h('tr', {}, ...headings.map((heading) => h('th', { scope: 'col', class: 'note' }, heading)))),
    h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell)))))));
}

/** What a schema asks for, in a line. @param {Node} schema @returns {(globalThis.Node | string)[]} */
function line(schema) {
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return [h('a', { href: `#schema-${name}` }, name)];
  }
  const either = schema.anyOf ?? schema.oneOf;
  if (either) {
    return either.flatMap((/** @type {Node} */ one, /** @type {number} */ at) => [...(at ? [' or '] : []), ...line(one)]);
  }
  if (schema.type === 'array') {
    return ['list of ', ...line(schema.items ?? {}), ...bounds(schema)];
  }
  if (!schema.type && schema.allOf?.length === 1) {
    return line(schema.allOf[0]);
  }
  return [schema.const !== undefined ? JSON.stringify(schema.const) : schema.enum ? schema.enum.join(', ') : schema.type ?? 'object', ...bounds(schema)];
}

/** @param {Node} schema @returns {(globalThis.Node | string)[]} */
function bounds(schema) {
  const words = {
    minimum: 'from', exclusiveMinimum: 'above', maximum: 'to', multipleOf: 'in steps of', minLength: 'at least', maxLength: 'at most',
    minItems: 'at least', maxItems: 'at most', format: 'a', default: 'by default',
  };
  const said = Object.entries(words).filter(([name]) => schema[name] !== undefined).map(([name, word]) => `, ${word} ${schema[name]}`);
  return [...said, ...(schema.pattern ? [', ', h('code', {}, schema.pattern)] : [])];
}

/** The members of an object, those of what it takes in included. @param {Node} schema @returns {(globalThis.Node | string)[][]} */
function members(schema) {
  const all = resolved(schema);
  const required = new Set(all.required ?? []);
  return [
    ...(all.allOf ?? []).flatMap((/** @type {Node} */ part) => members(part)),
    ...Object.entries(all.properties ?? {}).map(([name, member]) => [
      h('code', {}, name), required.has(name) ? 'always' : '', h('span', {}, ...line(member)), h('span', {}, ...prose(member.description ?? resolved(member).description)),
    ]),
  ];
}

/** @param {Node} media */
function examples(media) {
  return Object.values(media.examples ?? {}).flatMap((example) => [
    ...(example.summary ? [h('p', { class: 'note' }, example.summary)] : []),
    h('pre', { tabindex: '0' }, example.value),
  ]);
}

/** @param {Node} content by media type */
function bodies(content) {
  return Object.entries(content ?? {}).flatMap(([type, media]) => [
    h('p', { class: 'note' }, type, ': ', ...line(media.schema)), ...examples(media),
  ]);
}

/** @param {string} status @param {Node} unresolved */
function response(status, unresolved) {
  const answer = resolved(unresolved);
  const headers = Object.entries(answer.headers ?? {}).map(([name, header]) => [
    h('code', {}, name), h('span', {}, ...line(resolved(header).schema)), h('span', {}, ...inline(resolved(header).description)),
  ]);
  return h('details', {},
    h('summary', { class: status.startsWith('2') ? '' : 'refusal' }, h('strong', {}, status), ' ', ...inline(answer.description)),
    ...bodies(answer.content), ...(headers.length ? [h('h4', {}, 'Headers'), table(['', '', ''], headers)] : []));
}

/** @param {string} path @param {string} method @param {Node} operation */
function route(path, method, operation) {
  const scopes = (operation.security ?? []).flatMap((/** @type {Node} */ each) => each.oidc ?? []);
  const groups = operation['x-groups'] ?? [];
  const body = resolved(operation.requestBody);
  const parameters = (operation.parameters ?? []).map(resolved).map((/** @type {Node} */ each) => [
    h('code', {}, each.name), `${each.in}${each.required ? ', always' : ''}`, h('span', {}, ...line(each.schema)), h('span', {}, ...prose(each.description)),
  ]);
  return h('section', { id: operation.operationId },
    h('h3', {}, h('span', { class: 'method' }, method.toUpperCase()), h('code', {}, path)),
    h('p', {}, h('strong', {}, operation.summary)), ...prose(operation.description),
    h('p', { class: 'note' }, scopes.length ? `Scope ${scopes.join(', ')}${groups.length ? `, group ${groups.join(' or ')}` : ''}` : 'No token'),
    ...(parameters.length ? [h('h4', {}, 'Parameters'), table(['Name', 'In', 'Value', ''], parameters)] : []),
    ...(body.content ? [h('h4', {}, body.required ? 'Body' : 'Body, if any'), ...bodies(body.content)] : []),
    h('h4', {}, 'Answers'), ...Object.entries(operation.responses).map(([status, answer]) => response(status, answer)));
}

/** @param {string} name @param {Node} schema */
function schemaSection(name, schema) {
  const rows = members(schema);
  return h('section', { id: `schema-${name}` }, h('h3', {}, name), ...prose(schema.description),
    rows.length ? table(['Member', '', 'Value', ''], rows) : h('p', {}, ...line(schema)));
}

function show() {
  const all = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  place.append(h('section', {}, ...prose(api.info.description)));
  for (const tag of api.tags) {
    const own = all.filter(({ operation }) => operation.tags.includes(tag.name));
    routes.append(h('h2', {}, tag.name), ...own.map(({ path, method, operation }) =>
      h('a', { href: `#${operation.operationId}` }, `${method.toUpperCase()} ${path}`)));
    place.append(h('h2', {}, tag.name), h('p', { class: 'note' }, tag.description), ...own.map(({ path, method, operation }) => route(path, method, operation)));
  }
  place.append(h('h2', {}, 'Before a route is found'), h('section', {}, ...['NotFound', 'HeadersTooLarge', 'Preflight'].map((name) =>
    response(name, api.components.responses[name]))));
  place.append(h('h2', {}, 'Schemas'), ...Object.entries(api.components.schemas).map(([name, schema]) => schemaSection(name, schema)));
  said.textContent = `${all.length} routes`;
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

try {
  const answer = await fetch('/docs/openapi.json');
  if (!answer.ok) {
    throw new Error(`it was answered ${answer.status}`);
  }
  api = await answer.json();
  show();
} catch (fault) {
  said.textContent = `openapi.yaml could not be read: ${fault instanceof Error ? fault.message : fault}`;
}
