import { changeOwnObjects } from '../database/own-objects.js';
import { quoteIdentifier } from '../database/quote.js';
import type { Session } from '../database/session.js';
import type { KeptTable } from './kept-entry.js';
import { keptName } from './entries.js';
import { keptValue, rowsFrom, type KeptForm } from './kept-form.js';

/** Copies rows into a new table of the schema of kept data. The source must be locked against writing. */
export async function copyRows(session: Session, form: KeptForm, relation: string): Promise<KeptTable> {
  const { relation: source, schema, name, what, key, values, rewritten, columns } = form;
  const list = columns.map((column) => `${keptValue(column, 't')} AS ${quoteIdentifier(column.name)}`);
  const { rowCount } = await changeOwnObjects(
    session,
    `CREATE TABLE ${keptName({ relation })} AS SELECT ${list.join(', ')} FROM ${rowsFrom(source)} AS t`,
  );
  const bytes = await copyBytes(session, relation);
  const saved = { relation, how: 'copied', schema, name, what, columns, key, values, rewritten } as const;
  return { ...saved, rows: rowCount ?? 0, bytes, left: null };
}

/** Returns the size of a kept table with its TOAST table. */
export async function copyBytes(session: Session, relation: string): Promise<number> {
  const { rows } = await session.query<{ bytes: number }>(
    'SELECT pg_catalog.pg_table_size(pg_catalog.to_regclass($1)::pg_catalog.oid)::pg_catalog.float8 AS bytes',
    [keptName({ relation })],
  );
  return rows[0]?.bytes ?? 0;
}
