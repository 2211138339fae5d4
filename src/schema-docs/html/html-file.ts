import { pageId } from '../document/anchors.js';
import type { Page } from '../document/document.js';
import { splitQualified } from '../document/names.js';
import type { Drawing } from '../diagram/drawings.js';
import { inlineSvg } from '../diagram/finish-svg.js';
import type { Relation, SchemaModel } from '../model/schema-model.js';
import { contentPolicy } from '../../html/content-policy.js';
import { embeddedJson, escapeHtml } from '../../html/html-text.js';
import { pageStyle } from './page-style.js';
import { printPage } from './print-page.js';
import { searchIndex } from './search-index.js';

export interface HtmlOptions {
  readonly model: SchemaModel;
  readonly pages: readonly Page[];
  readonly drawings: readonly Drawing[];
  /** Scripts that run in the reader's browser, in order. */
  readonly scripts: readonly string[];
  /** Marks the file as generated. */
  readonly marker: string;
}

/**
 * Renders one file with all pages and drawings. It loads no other resources; its content security policy
 * forbids everything that it does not contain.
 */
export function htmlFile({ model, pages, drawings, scripts, marker }: HtmlOptions): string {
  const style = `\n${pageStyle}\n`;
  const modules = scripts.map((script) => `\n${script}\n`);
  return [
    '<!doctype html>',
    `<!-- ${marker} -->`,
    '<!-- prettier-ignore -->',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${contentPolicy({ style, scripts: modules })}">`,
    '<title>Schema</title>',
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    header,
    navigation(model, drawings),
    '<main id="main">',
    ...pages.map(printPage),
    ...drawings.map(printDrawing),
    '</main>',
    `<script type="application/json" id="search-index">${embeddedJson(searchIndex(model))}</script>`,
    ...modules.map((script) => `<script type="module">${script}</script>`),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const header = `<header>
<a class="skip" href="#main">To the content</a>
<h1><a href="#overview">Schema</a></h1>
<div class="search">
<input id="search" type="search" placeholder="Search tables, columns, types, values … (press /)" aria-label="Search"
 role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" autocomplete="off" spellcheck="false">
<ul class="results" id="results" role="listbox" aria-label="Results" hidden></ul>
</div>
<button type="button" id="theme">Theme</button>
</header>`;

interface Entry {
  readonly href: string;
  readonly name: string;
}

function navigation({ relations, routines }: SchemaModel, drawings: readonly Drawing[]): string {
  const whole = relations.filter(({ partitionOf }) => partitionOf === undefined);
  const tables = whole.filter(({ kind }) => kind.endsWith('table'));
  const views = whole.filter(({ kind }) => kind.endsWith('view'));
  const lists = [
    list('', [
      { href: 'overview', name: 'Overview' },
      ...drawings.map(({ name, title }) => ({ href: name, name: title })),
      ...(routines.length > 0 ? [{ href: pageId('routines'), name: 'Functions' }] : []),
    ]),
    ...schemasOf(tables).map((schema) => list(`Tables${suffix(schema)}`, entriesOf(tables, schema))),
    ...schemasOf(views).map((schema) => list(`Views${suffix(schema)}`, entriesOf(views, schema))),
  ];
  return ['<nav aria-label="Pages">', ...lists, '</nav>'].join('\n');
}

function suffix(schema: string): string {
  return schema === 'public' ? '' : ` in ${schema}`;
}

function schemasOf(relations: readonly Relation[]): readonly string[] {
  return [...new Set(relations.map(({ name }) => splitQualified(name).schema))];
}

function entriesOf(relations: readonly Relation[], schema: string): readonly Entry[] {
  return relations
    .map(({ name }) => ({ ...splitQualified(name), href: pageId(name) }))
    .filter((relation) => relation.schema === schema);
}

function list(title: string, entries: readonly Entry[]): string {
  const items = entries.map(({ href, name }) => `<li><a href="#${href}">${escapeHtml(name)}</a></li>`);
  return `${title === '' ? '' : `<h2>${escapeHtml(title)}</h2>`}<ul>${items.join('\n')}</ul>`;
}

function printDrawing({ name, title, svg }: Drawing): string {
  return `<section class="page" id="${name}" aria-labelledby="${name}--title">
<h2 id="${name}--title">${escapeHtml(title)}</h2>
<div class="tools"><button type="button" data-zoom="in">Closer</button>
<button type="button" data-zoom="out">Further</button>
<button type="button" data-zoom="fit">All</button>
<span>Drag or arrow keys move it, the wheel or + and − zoom.</span></div>
<div class="drawing">${inlineSvg(svg, title)}</div>
</section>`;
}
