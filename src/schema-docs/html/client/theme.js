// Runs in the browser: the theme of the system applies until the reader chooses another one.
/* global document, localStorage, matchMedia */

/** @param {string} id */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no ${id}`);
  return element;
}

const themeButton = byId('theme');
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function currentTheme() {
  return document.documentElement.dataset.theme ?? (systemDark.matches ? 'dark' : 'light');
}

function nameTheme() {
  themeButton.textContent = currentTheme() === 'dark' ? 'Light' : 'Dark';
  themeButton.setAttribute('aria-label', `${themeButton.textContent} theme`);
}

/** Without access to storage, the choice lasts as long as the page. */
function stored() {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null;
  }
}

themeButton.addEventListener('click', () => {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  nameTheme();
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // See `stored`.
  }
});
systemDark.addEventListener('change', nameTheme);
const chosen = stored();
if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
nameTheme();
