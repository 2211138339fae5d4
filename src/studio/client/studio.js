// Runs in the browser: shows the page in the fragment of the URL, and again after each change.
/* global document, window, location, history, sessionStorage, localStorage, matchMedia, fetch, setTimeout, TextDecoderStream */

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

const main = byId('main');
const notice = byId('notice');
const themeButton = byId('theme');
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** The token comes in the fragment, once; afterwards this tab keeps it, and the address does not show it. */
function takeToken() {
  const [, given] = /^#token=([\w-]+)$/.exec(location.hash) ?? [];
  if (given) {
    sessionStorage.setItem('token', given);
    history.replaceState(null, '', '#/');
  }
  return sessionStorage.getItem('token') ?? '';
}

const token = takeToken();

/** @param {string} path */
function request(path) {
  return fetch(path, { headers: { Authorization: `Bearer ${token}` }, cache: 'no-store' });
}

/** The path of the page in the fragment: `/migration/NAME`. */
function currentPath() {
  return location.hash.startsWith('#/') ? location.hash.slice(1) : '/';
}

let shown = '';
let content = '';

/**
 * Shows the current page. A page that did not change is left alone, so that focus, selection and scroll position
 * stay.
 */
async function show() {
  const path = currentPath();
  const response = await request(path === '/' ? '/api/page/' : `/api/page${path}`).catch(() => undefined);
  if (path !== currentPath()) return;
  if (!response?.ok) {
    await showProblem(response);
    return;
  }
  const { title, html } = await response.json();
  if (path === shown && html === content) return;
  replace(title, html, path);
}

/**
 * @param {string} title
 * @param {string} html escaped by the server
 * @param {string} path
 */
function replace(title, html, path) {
  const isSame = path === shown;
  const focused = isSame ? focusedPlace() : undefined;
  content = html;
  shown = path;
  main.innerHTML = html;
  document.title = `${title} · roundtrip studio`;
  markCurrent(path);
  if (isSame) {
    if (focused !== undefined) placesIn(main)[focused]?.focus({ preventScroll: true });
    notice.textContent = `Updated at ${new Date().toLocaleTimeString()}`;
    return;
  }
  window.scrollTo(0, 0);
  if (hasNavigated) main.querySelector('h1')?.focus();
  notice.textContent = '';
}

/** @param {Element} element */
function placesIn(element) {
  return /** @type {HTMLElement[]} */ ([...element.querySelectorAll('a, button, [tabindex]')]);
}

/** The position of the focused element among those that can be focused. */
function focusedPlace() {
  const place = placesIn(main).findIndex((one) => one === document.activeElement);
  return place < 0 ? undefined : place;
}

/** @param {string} path */
function markCurrent(path) {
  const section = path.startsWith('/migration/') ? '/' : path;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${section}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

/** @param {Response | undefined} response */
async function showProblem(response) {
  const text = response ? await response.text() : 'The studio does not answer. Is it still running?';
  notice.textContent = text;
  if (shown !== '' && !response) return;
  const message = document.createElement('p');
  message.className = 'bad';
  message.textContent = text;
  main.replaceChildren(message);
  shown = '';
}

/** Reads the server-sent events; EventSource could not send the token. */
async function follow() {
  for (;;) {
    try {
      const response = await request('/api/events');
      if (response.status === 401) return;
      if (response.body) await readEvents(response.body);
    } catch {
      // The connection ended; it is tried again below.
    }
    notice.textContent = 'Disconnected; trying again …';
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await show();
  }
}

/** @param {ReadableStream<Uint8Array>} body */
async function readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    if (events.some((event) => event.startsWith('event: changed'))) await show();
  }
}

function currentTheme() {
  return document.documentElement.dataset.theme ?? (systemDark.matches ? 'dark' : 'light');
}

function nameTheme() {
  themeButton.textContent = currentTheme() === 'dark' ? 'Light' : 'Dark';
  themeButton.setAttribute('aria-label', `${themeButton.textContent} theme`);
}

themeButton.addEventListener('click', () => {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('theme', theme);
  nameTheme();
});
systemDark.addEventListener('change', nameTheme);
const chosen = localStorage.getItem('theme');
if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
nameTheme();

let hasNavigated = false;
window.addEventListener('hashchange', () => {
  if (location.hash === '#main') {
    main.focus();
    history.replaceState(null, '', `#${shown === '' ? '/' : shown}`);
    return;
  }
  hasNavigated = true;
  void show();
});
void show().then(follow);
