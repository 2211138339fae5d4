import { splitQualified, unquote } from '../document/names.js';
import { shortType } from '../document/short-type.js';
import type { Column, Relation } from '../model/schema-model.js';
import { isLatin, labelText, widthOf } from './dot-text.js';
import { shades } from './theme.js';

export const fontSize = 11;

/** Larger than the rest, so that names of tables are readable in a small picture. */
const headSize = 15;

/** In tables with more rows than this, columns without a key are left out. */
const mostRows = 30;

export interface TableLabel {
  /** HTML-like label of Graphviz. */
  readonly label: string;
  /** Columns that have a row of their own, and therefore a port. */
  readonly shown: ReadonlySet<string>;
}

/** Renders a table with its columns, their keys and types; edges end at the ports `l…` and `r…` of a row. */
export function tableLabel(table: Relation): TableLabel {
  const columns = shownColumns(table.columns);
  const left = table.columns.length - columns.length;
  const rows = [
    headRow(table.name),
    ...columns.map((column) => columnRow(column, portOf(table, column.name))),
    ...(left > 0 ? [restRow(left)] : []),
  ];
  return { label: frame(rows, 'table'), shown: new Set(columns.map(({ name }) => name)) };
}

/** Renders a table that is shown in another part. */
export function stubLabel(name: string): string {
  return frame([`<TR><TD${widthFor(titleOf(name))}>${textOf(titleOf(name), 'type')}</TD></TR>`], 'stub');
}

/** Returns the number of a column's row, since column names are not valid ports. */
export function portOf({ columns }: Relation, column: string): number {
  return columns.findIndex(({ name }) => name === column);
}

/** Returns all columns where they fit; otherwise as many as fit, keys first, in their order. */
function shownColumns(columns: readonly Column[]): readonly Column[] {
  if (columns.length <= mostRows) return columns;
  const keys = columns.filter(({ keys: marks }) => marks.length > 0);
  const others = columns.filter(({ keys: marks }) => marks.length === 0);
  const chosen = new Set([...keys, ...others.slice(0, Math.max(0, mostRows - keys.length))]);
  return columns.filter((column) => chosen.has(column));
}

function frame(rows: readonly string[], fill: 'table' | 'stub'): string {
  const { border } = shades;
  const attributes = `BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLOR="${border.light}" BGCOLOR="${shades[fill].light}"`;
  return `<TABLE ${attributes}>${rows.join('')}</TABLE>`;
}

/** `users`, `audit.events`. */
export function titleOf(relation: string): string {
  const { schema, name } = splitQualified(relation);
  return schema === 'public' ? name : `${schema}.${name}`;
}

function headRow(name: string): string {
  const title = titleOf(name);
  return `<TR><TD COLSPAN="3" BGCOLOR="${shades.head.light}" ALIGN="LEFT"${widthFor(title, headSize)}><FONT POINT-SIZE="${headSize}"><B>${textOf(title, 'ink')}</B></FONT></TD></TR>`;
}

const marks = {
  'primary key': ['PK', 'primary'],
  'foreign key': ['FK', 'foreign'],
  unique: ['UK', 'unique'],
} as const;

function columnRow({ name, type, keys, nullable }: Column, port: number): string {
  const plain = unquote(name);
  const short = `${shortType(type)}${nullable ? ' null' : ''}`;
  const cells = [
    `<TD PORT="l${port}" ALIGN="LEFT">${marksOf(keys)}</TD>`,
    `<TD ALIGN="LEFT"${widthFor(plain)}>${textOf(plain, 'ink')}</TD>`,
    `<TD PORT="r${port}" ALIGN="LEFT"${widthFor(short)}>${textOf(short, 'type')}</TD>`,
  ];
  return `<TR>${cells.join('')}</TR>`;
}

/** Graphviz places a line with several colours higher than others, so each mark has a cell of its own. */
function marksOf(keys: Column['keys']): string {
  const texts = keys.map((key, index) =>
    textOf(`${marks[key][0]}${index < keys.length - 1 ? ' ' : ''}`, marks[key][1]),
  );
  if (texts.length < 2) return texts[0] ?? ' ';
  const cells = texts.map((text) => `<TD>${text}</TD>`).join('');
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>${cells}</TR></TABLE>`;
}

function restRow(left: number): string {
  return `<TR><TD COLSPAN="3" ALIGN="LEFT">${textOf(`… ${left} more`, 'type')}</TD></TR>`;
}

function textOf(text: string, shade: keyof typeof shades): string {
  return `<FONT COLOR="${shades[shade].light}">${labelText(text)}</FONT>`;
}

function widthFor(text: string, size = fontSize): string {
  return isLatin(text) ? '' : ` WIDTH="${widthOf(text, size) + 8}"`;
}
