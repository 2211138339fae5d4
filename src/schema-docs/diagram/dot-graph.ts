import { drawnId } from '../document/anchors.js';
import type { ForeignKey, Relation } from '../model/schema-model.js';
import type { DiagramPart } from './diagram-part.js';
import { fontSize, portOf, stubLabel, tableLabel, titleOf, type TableLabel } from './dot-table.js';
import { quotedText } from './dot-text.js';
import { shades } from './theme.js';

export interface GraphOptions {
  /** Prefix of all IDs in the picture, so that one page can hold several pictures. */
  readonly drawing: string;
  /** Returns the address that a table links to, unquoted. */
  readonly hrefOf: (relation: string) => string;
}

/** Renders a diagram in the language of Graphviz: tables from left to right, referenced tables first. */
export function dotGraph(part: DiagramPart, options: GraphOptions): string {
  const ids = new Map(
    [...part.tables.map(({ name }) => name), ...part.stubs].map((name, index) => [name, `t${index}`]),
  );
  const labels = new Map(part.tables.map((table) => [table.name, tableLabel(table)]));
  const node = (name: string, label: string): string =>
    `${ids.get(name)} [${attributesOf(name, options)} label=<${label}>]`;
  return [
    `digraph ${quotedText(options.drawing)} {`,
    ...preamble(options.drawing),
    ...part.tables.map(({ name }) => node(name, labels.get(name)?.label ?? '')),
    ...part.stubs.map((name) => node(name, stubLabel(name))),
    ...part.foreignKeys.map((key, index) =>
      edge(key, { ids, labels, tables: part.tables, id: `${options.drawing}-e${index}` }),
    ),
    '}',
  ].join('\n');
}

/** Text is measured in DejaVu Sans, the widest of the common fonts, so that it fits in any of them. */
export function preamble(drawing: string): readonly string[] {
  return [
    `graph [id=${quotedText(`${drawing}-graph`)} rankdir=LR bgcolor="${shades.paper.light}" pad=0.3 nodesep=0.35 ranksep=0.9 pack=20 packmode="node"]`,
    `node [shape=plain fontname="DejaVu Sans" fontsize=${fontSize}]`,
    `edge [dir=both arrowsize=0.8 color="${shades.line.light}" penwidth=1.1]`,
  ];
}

function attributesOf(name: string, { drawing, hrefOf }: GraphOptions): string {
  return `id=${quotedText(drawnId(drawing, name))} URL=${quotedText(hrefOf(name))} tooltip=${quotedText(titleOf(name))}`;
}

interface EdgeContext {
  readonly ids: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, TableLabel>;
  readonly tables: readonly Relation[];
  readonly id: string;
}

const parentEnds = { 'exactly one': 'teetee', 'zero or one': 'teeodot' } as const;
const childEnds = { 'zero or more': 'crowodot', 'zero or one': 'teeodot' } as const;

function edge(key: ForeignKey, context: EdgeContext): string {
  const parent = endOf(context, key.referenced, { column: key.referencedColumns[0], side: 'r' });
  const child = endOf(context, key.relation, { column: key.columns[0], side: 'l' });
  const tip = `${titleOf(key.relation)} (${key.columns.join(', ')}) → ${titleOf(key.referenced)}`;
  const attributes = [
    `id=${quotedText(context.id)}`,
    `arrowtail=${parentEnds[key.parents]} arrowhead=${childEnds[key.children]}`,
    `tooltip=${quotedText(tip)}`,
  ];
  return `${parent} -> ${child} [${attributes.join(' ')}]`;
}

/** Returns the side of a column's row, or of the whole node where that column is not shown. */
function endOf(
  { ids, labels, tables }: EdgeContext,
  relation: string,
  { column, side }: { readonly column: string | undefined; readonly side: 'l' | 'r' },
): string {
  const id = ids.get(relation) ?? '';
  const table = tables.find(({ name }) => name === relation);
  const compass = side === 'l' ? 'w' : 'e';
  if (!table || column === undefined || !labels.get(relation)?.shown.has(column)) return `${id}:${compass}`;
  return `${id}:${side}${portOf(table, column)}:${compass}`;
}
