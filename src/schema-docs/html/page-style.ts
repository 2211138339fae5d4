import { palette } from '../../html/palette.js';
import { darkRules, shades } from '../diagram/theme.js';

const { light, dark } = palette;

/** The reader's choice has precedence over the setting of the system. */
const themes = `
:root { ${light} }
@media (prefers-color-scheme: dark) {
  :root:not([data-theme='light']) { ${dark} }
  ${darkRules(":root:not([data-theme='light']) .drawing")}
}
:root[data-theme='dark'] { ${dark} }
${darkRules(":root[data-theme='dark'] .drawing")}`;

const frame = `
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 5rem; font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
body { margin: 0; color: var(--ink); background: var(--paper); display: grid;
  grid-template: auto 1fr / 17rem minmax(0, 1fr); min-height: 100vh; }
header { grid-column: 1 / -1; position: sticky; top: 0; z-index: 2; display: flex; gap: 1rem; align-items: center;
  padding: 0.6rem 1.2rem; background: var(--panel); border-bottom: 1px solid var(--line); }
h1 { font-size: 1.05rem; margin: 0; flex: 0 0 calc(17rem - 2.4rem); }
h1 a { color: inherit; text-decoration: none; }
nav { position: sticky; top: 3.3rem; height: calc(100vh - 3.3rem); overflow: auto; padding: 0.8rem 0;
  background: var(--panel); border-right: 1px solid var(--line); }
nav h2 { margin: 0.9rem 1.2rem 0.2rem; font-size: 0.8rem;
  color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 0.15rem 1.2rem; color: var(--ink); text-decoration: none; overflow-wrap: anywhere;
  border-left: 3px solid transparent; font-size: 0.93rem; }
nav a:hover { background: var(--code); }
nav a[aria-current] { border-left-color: var(--accent); background: var(--code); font-weight: 600; }
main { padding: 1.2rem 2rem 4rem; min-width: 0; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 0.6rem; z-index: 3; background: var(--paper); padding: 0.3rem 0.6rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 50rem) {
  body { display: block; }
  header { flex-wrap: wrap; position: static; }
  h1 { flex: 1 0 100%; }
  nav { position: static; height: auto; max-height: 12rem; border: 0; }
  main { padding: 1rem; }
}
@media print { header, nav { display: none; } body { display: block; } }`;

/**
 * A table that is wider than the page has a shadow at each edge behind which it continues: one layer of each
 * edge moves with the content (`local`), and hides the shadow where the content ends.
 */
const scroll = `
.scroll { overflow-x: auto; background:
  linear-gradient(to right, var(--paper) 50%, transparent) left / 3rem 100% no-repeat local,
  linear-gradient(to left, var(--paper) 50%, transparent) right / 3rem 100% no-repeat local,
  linear-gradient(to right, var(--shade), transparent) left / 1.1rem 100% no-repeat scroll,
  linear-gradient(to left, var(--shade), transparent) right / 1.1rem 100% no-repeat scroll; }`;

const content = `
h2 { font-size: 1.5rem; margin: 0 0 0.6rem; overflow-wrap: anywhere; }
h3 { font-size: 1.05rem; margin: 1.8rem 0 0.5rem; }
a { color: var(--accent); }
p { max-width: 62rem; overflow-wrap: anywhere; }
code { font: 0.88em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  background: var(--code); border-radius: 3px; padding: 0.1em 0.3em; overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 5px; padding: 0.8rem 1rem; overflow: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
${scroll}
table { border-collapse: collapse; font-size: 0.93rem; min-width: min(40rem, 100%); }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: 0.35rem 0.9rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  max-width: 34rem; }
td code { overflow-wrap: break-word; }
td:last-child { min-width: 14rem; }
.found { background: var(--mark); }`;

const search = `
.search { position: relative; flex: 1; max-width: 40rem; }
.search input { width: 100%; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line);
  border-radius: 6px; padding: 0.35rem 0.7rem; }
.results { position: absolute; inset: calc(100% + 4px) 0 auto 0; max-height: 70vh; overflow: auto; margin: 0;
  padding: 0.3rem 0; list-style: none; background: var(--paper); border: 1px solid var(--line); border-radius: 6px;
  box-shadow: 0 8px 24px rgb(0 0 0 / 25%); }
.results li { padding: 0.3rem 0.8rem; cursor: pointer; overflow-wrap: anywhere; }
.results li[aria-selected='true'] { background: var(--code); }
.results .kind { color: var(--soft); font-size: 0.8rem; margin-left: 0.5rem; }
.results .text { display: block; color: var(--soft); font-size: 0.82rem; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; }
.results .none { color: var(--soft); cursor: default; }
button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px;
  padding: 0.3rem 0.7rem; cursor: pointer; }
#theme { margin-left: auto; }`;

const drawing = `
.tools { display: flex; gap: 0.4rem; align-items: center; margin: 0 0 0.6rem; color: var(--soft); font-size: 0.85rem; }
.drawing { border: 1px solid var(--line); border-radius: 6px; overflow: auto; background: ${shades.paper.light}; }
:root[data-theme='dark'] .drawing { background: ${shades.paper.dark}; }
@media (prefers-color-scheme: dark) { :root:not([data-theme='light']) .drawing { background: ${shades.paper.dark}; } }
.drawing svg { display: block; width: 100%; height: calc(100vh - 12.5rem); min-height: 20rem; touch-action: none;
  cursor: grab; user-select: none; }
.drawing svg:active { cursor: grabbing; }
.drawing text { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
.drawing a:hover text, .drawing a:focus-visible text { text-decoration: underline; }
.drawing .found { background: none; filter: drop-shadow(0 0 5px var(--accent)) drop-shadow(0 0 2px var(--accent)); }`;

/** The style sheet of the single HTML file. */
export const pageStyle = [themes, frame, content, search, drawing].join('\n');
