import { quoteIdentifier } from '../database/quote.js';
import { attempt } from './attempt.js';
import { literalOf } from './cell.js';
import { fillWithParents } from './fill-with-parents.js';
import type { Filling, OpenReference } from './filling.js';
import type { KeyRow } from './value-source.js';

/**
 * Makes one row of each table refer to rows that were inserted later, because the loss of a column is visible
 * only where it has a value. If the server refuses, the row remains unchanged.
 */
export async function closeCircles(filling: Filling): Promise<void> {
  for (const reference of filling.open) {
    const parent = filling.facts.get(reference.foreignKey.parent);
    if (!parent || !filling.keys.has(reference.table.oid)) continue;
    await fillWithParents(filling, parent);
    const [key] = filling.keys.get(parent.oid) ?? [];
    if (key) await attempt(filling.session, linkSql(reference, key));
  }
}

function linkSql({ table, foreignKey }: OpenReference, key: KeyRow): string {
  const { columns, parentColumns } = foreignKey;
  const assignments = columns.map((name, index) => {
    const type = table.columns.find((column) => column.name === name)?.type;
    const text = key[parentColumns[index] ?? ''] ?? null;
    return `${quoteIdentifier(name)} = ${type && text !== null ? literalOf(type, text) : 'NULL'}`;
  });
  return `UPDATE ONLY ${table.name} SET ${assignments.join()}
    WHERE ctid = (SELECT pg_catalog.min(ctid) FROM ONLY ${table.name})`;
}
