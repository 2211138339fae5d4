import type { DiagramPart } from './diagram-part.js';
import { preamble } from './dot-graph.js';
import { fontSize, titleOf } from './dot-table.js';
import { labelText, quotedText } from './dot-text.js';
import type { GraphOptions } from './dot-graph.js';
import { shades } from './theme.js';

/** Number of names in a row before a box grows in height. */
const columnsOfNames = 3;

/**
 * Renders all tables of a schema with several diagrams, by name only: one box for each diagram, and between two
 * boxes the number of foreign keys between their tables.
 */
export function overviewGraph(parts: readonly DiagramPart[], options: GraphOptions): string {
  const partOfTable = new Map(
    parts.flatMap(({ tables }, index) => tables.map(({ name }) => [name, index] as const)),
  );
  return [
    `digraph ${quotedText(options.drawing)} {`,
    ...preamble(options.drawing),
    ...parts.map((part, index) => box(part, { id: `p${index}`, ...options })),
    ...links(parts, partOfTable).map(
      ({ from, to, count }) =>
        `p${from} -> p${to} [dir=forward arrowhead=normal label=${quotedText(` ${count} `)} fontname="DejaVu Sans" fontsize=${fontSize} fontcolor="${shades.type.light}"]`,
    ),
    '}',
  ].join('\n');
}

function box(
  { title, tables }: DiagramPart,
  { id, drawing, hrefOf }: GraphOptions & { readonly id: string },
): string {
  const names = tables.map(({ name }) => nameCell(name, hrefOf(name)));
  const rows = Array.from({ length: Math.ceil(names.length / columnsOfNames) }, (_, row) =>
    names.slice(row * columnsOfNames, (row + 1) * columnsOfNames),
  );
  const head = `<TR><TD COLSPAN="${columnsOfNames}" BGCOLOR="${shades.head.light}" ALIGN="LEFT"><FONT POINT-SIZE="15" COLOR="${shades.ink.light}"><B>${labelText(title ?? '')}</B></FONT></TD></TR>`;
  const table = `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="${shades.border.light}" BGCOLOR="${shades.table.light}">${head}${rows.map((cells) => `<TR>${cells.join('')}</TR>`).join('')}</TABLE>`;
  return `${id} [id=${quotedText(`${drawing}-${id}`)} label=<${table}>]`;
}

function nameCell(name: string, href: string): string {
  const title = labelText(titleOf(name));
  return `<TD ALIGN="LEFT" HREF="${labelText(href)}" TITLE="${title}"><FONT COLOR="${shades.ink.light}">${title}</FONT></TD>`;
}

interface Link {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Links begin at the referenced tables, as in the diagrams. */
function links(parts: readonly DiagramPart[], partOfTable: ReadonlyMap<string, number>): readonly Link[] {
  const counts = new Map<string, Link>();
  for (const [to, { tables }] of parts.entries()) {
    for (const { referenced } of tables.flatMap(({ foreignKeys }) => foreignKeys)) {
      const from = partOfTable.get(referenced);
      if (from === undefined || from === to) continue;
      const key = `${from} ${to}`;
      counts.set(key, { from, to, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}
