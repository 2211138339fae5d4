import { formatBytes } from '../../config/size.js';
import { bytesOf, oppositeOf, rowsOf, type KeptEntry, type KeptTable } from '../../keep/kept-entry.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { renderTable } from '../text/table.js';
import { terminalText } from '../text/terminal-text.js';

/** Renders what is kept, latest first. */
export function renderKept(entries: readonly KeptEntry[], paint: Paint): string {
  if (entries.length === 0) return 'nothing is kept';
  const rows = entries.map((entry) => [
    entry.migration,
    `the ${oppositeOf(entry.direction)}`,
    entry.keptAt,
    String(rowsOf(entry) ?? ''),
    formatBytes(bytesOf(entry)),
    keptObjectsText(entry),
  ]);
  const [head = '', ...lines] = renderTable(
    ['MIGRATION', 'RESTORED BY', 'KEPT AT', 'ROWS', 'SIZE', 'OBJECTS'],
    rows,
  );
  return terminalText([paint.bold(head), ...lines, '', summaryOf(entries)].join('\n'));
}

function summaryOf(entries: readonly KeptEntry[]): string {
  const total = formatBytes(entries.reduce((sum, entry) => sum + bytesOf(entry), 0));
  return `${countOf(entries.length, 'entry')} kept, ${total}`;
}

/** One line for `status`. */
export function keptSummary(entries: readonly KeptEntry[]): string {
  return `${summaryOf(entries)}: roundtrip kept lists them`;
}

/** The tables, columns and sequences whose rows or values are kept. */
export function keptObjectsText({ tables, sequences }: KeptEntry): string {
  return [
    ...tables.map(objectText),
    ...sequences.map(({ schema, name }) => `sequence ${schema}.${name}`),
  ].join(', ');
}

/** Renders the entries that were deleted. */
export function renderDropped(entries: readonly KeptEntry[]): string {
  if (entries.length === 0) return 'nothing to delete';
  const lines = entries.map(
    (entry) =>
      `deleted  ${entry.migration}, kept by the ${entry.direction} at ${entry.keptAt}: ${keptObjectsText(entry)}`,
  );
  const total = formatBytes(entries.reduce((sum, entry) => sum + bytesOf(entry), 0));
  return terminalText([...lines, `${countOf(entries.length, 'entry')} deleted, ${total}`].join('\n'));
}

/** `table public.orders`, `public.customers (phone, vip)` */
export function objectText({ schema, name, what, values }: KeptTable): string {
  const table = `${schema}.${name}`;
  if (what === 'table') return `table ${table}`;
  return what === 'columns' ? `${table} (${values.join(', ')})` : table;
}
