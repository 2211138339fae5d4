// Runs in the browser: searches the names of all objects. No text is interpreted as HTML.
/* global document, window, location */

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

/** @typedef {[kind: string, name: string, owner: string, text: string, place: string]} Entry */

/** @type {Entry[]} */
const entries = JSON.parse(byId('search-index').textContent ?? '[]');
const mostResults = 60;
const input = /** @type {HTMLInputElement} */ (byId('search'));
const results = byId('results');
/** @type {Entry[]} */
let found = [];
let selected = -1;

/**
 * How well an entry matches all words: 0 is the best match, undefined is none.
 * @param {Entry} entry
 * @param {string[]} words
 */
function rank([kind, name, owner, text], words) {
  const lower = name.toLowerCase();
  const all = `${kind}\n${lower}\n${owner}\n${text}`.toLowerCase();
  if (!words.every((word) => all.includes(word))) return undefined;
  const whole = words.join(' ');
  if (lower === whole) return 0;
  if (lower.startsWith(whole)) return 1;
  if (words.every((word) => lower.includes(word))) return 2;
  return words.every((word) => `${owner.toLowerCase()}\n${lower}`.includes(word)) ? 3 : 4;
}

/** @param {string} query */
function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return entries
    .map((entry, index) => ({ entry, index, rank: rank(entry, words) }))
    .filter((hit) => hit.rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index)
    .slice(0, mostResults)
    .map(({ entry }) => entry);
}

/**
 * @param {string} tag
 * @param {string} name
 * @param {string} text
 */
function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function showResults() {
  found = search(input.value);
  selected = found.length > 0 ? 0 : -1;
  const isAsked = input.value.trim() !== '';
  results.hidden = !isAsked;
  input.setAttribute('aria-expanded', String(isAsked));
  results.replaceChildren(...(found.length > 0 || !isAsked ? found.map(resultItem) : [nothing()]));
  select(selected);
}

function nothing() {
  return element('li', 'none', 'Nothing found');
}

/**
 * @param {Entry} entry
 * @param {number} index
 */
function resultItem([kind, name, owner, text], index) {
  const item = document.createElement('li');
  item.id = `result-${index}`;
  item.setAttribute('role', 'option');
  item.append(element('strong', 'name', name), element('span', 'kind', owner ? `${kind} of ${owner}` : kind));
  if (text) item.append(element('span', 'text', text));
  // Runs before the field loses the focus, which hides the list.
  item.addEventListener('mousedown', (event) => {
    event.preventDefault();
    go(index);
  });
  return item;
}

/** @param {number} index */
function select(index) {
  selected = index;
  for (const [place, item] of [...results.children].entries()) {
    item.setAttribute('aria-selected', String(place === index));
    if (place === index) item.scrollIntoView({ block: 'nearest' });
  }
  if (index < 0) input.removeAttribute('aria-activedescendant');
  else input.setAttribute('aria-activedescendant', `result-${index}`);
}

/** @param {number} index */
function go(index) {
  const entry = found[index];
  if (!entry) return;
  closeResults();
  const hash = `#${entry[4]}`;
  if (location.hash === hash) window.dispatchEvent(new window.HashChangeEvent('hashchange'));
  else location.hash = hash;
}

function closeResults() {
  results.hidden = true;
  input.setAttribute('aria-expanded', 'false');
}

/** @type {Record<string, () => void>} */
const searchKeys = {
  ArrowDown: () => select(Math.min(selected + 1, found.length - 1)),
  ArrowUp: () => select(Math.max(selected - 1, 0)),
  Enter: () => go(selected),
  Escape: () => (results.hidden ? (input.value = '') : closeResults()),
};

input.addEventListener('input', showResults);
input.addEventListener('focus', () => input.value.trim() !== '' && showResults());
input.addEventListener('blur', closeResults);
input.addEventListener('keydown', (event) => {
  const act = searchKeys[event.key];
  if (!act || event.isComposing) return;
  event.preventDefault();
  act();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === input || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input.select();
});
