import { drawingName } from './diagram/diagram-part.js';
import { drawSchema } from './diagram/drawings.js';
import { svgFile } from './diagram/finish-svg.js';
import { loadGraphviz } from './diagram/render-svg.js';
import { splitDiagram } from './diagram/split-diagram.js';
import type { Page } from './document/document.js';
import { createLinks } from './document/links.js';
import { overviewPage } from './document/overview-page.js';
import { relationPage, type PageContext } from './document/relation-page.js';
import { routinesPage } from './document/routines-page.js';
import { readClientScripts } from './html/client-scripts.js';
import { htmlFile } from './html/html-file.js';
import { printMarkdown } from './markdown/print-markdown.js';
import { marker } from './marker.js';
import type { SchemaModel } from './model/schema-model.js';

/** Files by name, within the folder of the reference. */
export type DocsFiles = ReadonlyMap<string, string>;

export interface RenderOptions {
  /** See `PageContext`. */
  readonly sourceOf: PageContext['sourceOf'];
}

/** Renders all files of the reference of a schema; the output is deterministic. */
export async function renderDocs(model: SchemaModel, { sourceOf }: RenderOptions): Promise<DocsFiles> {
  const pages = renderPages(model, sourceOf);
  const drawings = drawSchema(model, await loadGraphviz());
  const stems = new Map(pages.map(({ id, stem }) => [id, stem]));
  const stemOf = (page: string) => stems.get(page);
  const html = htmlFile({ model, pages, drawings, scripts: await readClientScripts(), marker });
  return new Map([
    ...pages.map((page) => [`${page.stem}.md`, printMarkdown(page, { stemOf, marker })] as const),
    ...drawings.map(({ name, svg }) => [`${name}.svg`, svgFile(svg, marker)] as const),
    ['index.html', html] as const,
  ]);
}

function renderPages(model: SchemaModel, sourceOf: PageContext['sourceOf']): readonly Page[] {
  const context: PageContext = { model, links: createLinks(model), sourceOf, drawingOf: drawingsOf(model) };
  const routines = routinesPage(context);
  return [
    overviewPage(context),
    ...model.relations.map((relation) => relationPage(relation, context)),
    ...(routines ? [routines] : []),
  ];
}

function drawingsOf(model: SchemaModel): PageContext['drawingOf'] {
  const names = new Map(
    splitDiagram(model).parts.flatMap((part) =>
      part.tables.map(({ name }) => [name, drawingName(part)] as const),
    ),
  );
  return (relation) => names.get(relation);
}
