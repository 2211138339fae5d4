// Runs in the browser after the diagrams are ready: shows the page in the fragment of the URL.
/* global document, window, location, CustomEvent */

const sections = [...document.querySelectorAll('main > section')];
const links = [...document.querySelectorAll('nav a')];

/** The element of the URL's fragment; without a fragment, the overview. */
function addressed() {
  const id = decodeURIComponent(location.hash.slice(1));
  const element = id === '' ? null : document.getElementById(id);
  return element?.closest('main > section') ? element : sections[0];
}

function showAddressed() {
  const target = addressed();
  const section = target?.closest('main > section');
  if (!target || !section) return;
  for (const one of sections) one.toggleAttribute('hidden', one !== section);
  for (const link of links) mark(link, link.getAttribute('href') === `#${section.id}`);
  document.title = `${section.querySelector('h2')?.textContent ?? ''} · Schema`;
  point(target, section);
}

/**
 * @param {Element} link
 * @param {boolean} isHere
 */
function mark(link, isHere) {
  if (isHere) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}

/**
 * @param {Element} target
 * @param {Element} section
 */
function point(target, section) {
  for (const found of document.querySelectorAll('.found')) found.classList.remove('found');
  if (target === section) {
    if (location.hash === '') window.scrollTo(0, 0);
    else section.scrollIntoView();
    return;
  }
  target.classList.add('found');
  if (target.closest('svg')) {
    section.scrollIntoView();
    target.dispatchEvent(new CustomEvent('pointed-at', { bubbles: true }));
  } else target.scrollIntoView({ block: 'center' });
}

window.addEventListener('hashchange', showAddressed);
showAddressed();
