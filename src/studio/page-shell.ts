import { readFile } from 'node:fs/promises';
import { markup } from '../html/markup.js';
import { partsStyle } from '../html/page-style.js';
import type { Content } from './http/response.js';

/** Only the studio's own script and style sheet; requests go to the studio alone. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // The empty icon, without which browsers ask for one.
  'img-src data:',
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const style = `${partsStyle}
body { display: grid; grid-template: auto 1fr / 12rem minmax(0, 1fr); min-height: 100vh; }
header { grid-column: 1 / -1; display: flex; align-items: center; gap: 1rem; padding: 0.6rem 1.2rem;
  background: var(--panel); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 2; }
header strong { font-size: 1.05rem; }
header button { margin-left: auto; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.7rem; cursor: pointer; }
nav { background: var(--panel); border-right: 1px solid var(--line); padding: 0.8rem 0; }
nav ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 4rem; }
nav a { display: block; padding: 0.3rem 1.2rem; color: var(--ink); text-decoration: none;
  border-left: 3px solid transparent; }
nav a:hover { background: var(--code); }
nav a[aria-current] { border-left-color: var(--accent); background: var(--code); font-weight: 600; }
main { padding: 1.2rem 1.8rem 3rem; min-width: 0; }
main h1:focus { outline: none; }
.reference { width: 100%; height: calc(100vh - 10rem); min-height: 24rem; border: 1px solid var(--line); border-radius: 6px; }
td time { white-space: nowrap; }
#notice { color: var(--soft); font-size: 0.87rem; }
@media (max-width: 50rem) {
  body { display: block; }
  header { position: static; padding: 0.6rem 1rem; }
  nav { border-right: 0; border-bottom: 1px solid var(--line); padding: 0.3rem 0; }
  nav ul { display: flex; flex-wrap: wrap; position: static; }
  nav a { border-left: 0; border-bottom: 3px solid transparent; padding: 0.3rem 0.9rem; }
  nav a[aria-current] { border-bottom-color: var(--accent); }
  main { padding: 1rem; }
  th, td { padding-right: 0.6rem; }
}
`;

const links = [
  ['#/', 'Migrations'],
  ['#/schema', 'Schema'],
  ['#/drift', 'Drift'],
  ['#/history', 'History'],
  ['#/kept', 'Kept data'],
] as const;

const shell = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>roundtrip studio</title>
<link rel="stylesheet" href="/studio.css">
<link rel="icon" href="data:,">
</head>
<body>
<header>
<a class="skip" href="#main">To the content</a>
<strong>roundtrip studio</strong>
<span id="notice" role="status"></span>
<button type="button" id="theme">Theme</button>
</header>
<nav aria-label="Pages"><ul>${links.map(([href, name]) => markup`<li><a href="${href}">${name}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1"><noscript>The studio needs JavaScript.</noscript></main>
<script type="module" src="/studio.js"></script>
</body>
</html>
`;

/** The files of the page by path. They contain nothing of the project, so they need no token. */
export async function readAssets(): Promise<ReadonlyMap<string, Content>> {
  const script = await readFile(new URL('client/studio.js', import.meta.url), 'utf8');
  return new Map([
    ['/', { type: 'text/html', body: shell.source, policy }],
    ['/studio.css', { type: 'text/css', body: style }],
    ['/studio.js', { type: 'text/javascript', body: script }],
  ]);
}
