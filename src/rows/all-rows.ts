import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import { readTableRows, type TableRows } from './row-signature.js';

/** Tables whose files are not empty, without the migrations table of node-pg-migrate. */
const FILLED = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relpersistence <> 't'
    AND NOT (n.nspname = $1 AND c.relname = $2)
    AND pg_catalog.pg_relation_size(c.oid) > 0`;

/** Reads the signatures of all tables that hold rows, by name. */
export async function readAllRows(
  session: Session,
  { tableSchema, table }: MigrationsConfig,
): Promise<ReadonlyMap<string, TableRows>> {
  const { rows } = await session.query<{ table: string }>(FILLED, [tableSchema, table]);
  const read = await readTableRows(
    session,
    rows.map((row) => row.table),
  );
  return new Map([...read].filter(([, { count }]) => count > 0));
}
