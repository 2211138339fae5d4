import { monospace, paletteWithTones, sansSerif } from './palette.js';

/** The style of the parts in `page-parts.ts`, for reports and the studio. */
export const partsStyle = `${paletteWithTones}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { font: 15px/1.5 ${sansSerif}; }
body { margin: 0; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.4rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 0.5rem; padding-top: 0.8rem; border-top: 1px solid var(--line);
  overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.2rem 0 0.4rem; overflow-wrap: anywhere; }
a { color: var(--accent); }
p, li { max-width: 62rem; overflow-wrap: anywhere; }
p { margin: 0.5rem 0; }
ul { padding-left: 1.2rem; }
.soft { color: var(--soft); }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .plain { color: var(--soft); }
code { font: 0.88em/1.45 ${monospace}; background: var(--code); border-radius: 3px; padding: 0.1em 0.3em;
  overflow-wrap: anywhere; }
pre { background: var(--code); border-radius: 5px; padding: 0.7rem 0; overflow: auto; margin: 0.5rem 0; }
pre code { display: block; width: max-content; min-width: 100%; background: none; padding: 0 0.9rem; white-space: pre; }
.diff code { padding: 0; }
.diff span { display: block; padding: 0 0.9rem; }
.diff .added { background: var(--added); color: var(--good); }
.diff .removed { background: var(--removed); color: var(--bad); }
.diff .place { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.93rem; min-width: min(40rem, 100%); }
th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
th, td { padding: 0.35rem 0.9rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; max-width: 34rem; }
td code { overflow-wrap: break-word; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 0.6rem; z-index: 3; background: var(--paper); padding: 0.3rem 0.6rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;
