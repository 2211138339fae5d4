import { subject, type Difference } from '../catalog/diff.js';
import type { MigrationsConfig } from '../config/config.js';
import type { Session } from '../database/session.js';
import type { RowsMode } from './rows-mode.js';
import { mayChangeRows } from './rows/may-change-rows.js';
import { readTableRows } from './rows/row-signature.js';
import type { Rows } from './rung.js';
import type { Stage } from './stage.js';

export interface AfterStep {
  readonly stage: Stage;
  /** Rows before the step. */
  readonly known: Rows;
  readonly changes: readonly Difference[];
  readonly sql: readonly string[];
}

/** Tables with something in their file; the bookkeeping of node-pg-migrate is not anybody's data. */
const FILLED = `
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS "table"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.oid >= 16384 AND c.relpersistence <> 't'
    AND NOT (n.nspname = $1 AND c.relname = $2)
    AND pg_catalog.pg_relation_size(c.oid) > 0`;

/** Reads rows after a step, and only where the step can have changed any. */
export async function readRowsAfter(
  { rows, config }: { readonly rows: RowsMode; readonly config: MigrationsConfig },
  { stage, known, changes, sql }: AfterStep,
): Promise<Rows> {
  if (rows === 'none') return known;
  const quiet = !mayChangeRows(sql) && !touches(known, changes);
  return quiet ? known : readAllRows(stage.watcher, config);
}

export async function readAllRows(session: Session, { tableSchema, table }: MigrationsConfig): Promise<Rows> {
  const { rows } = await session.query<{ table: string }>(FILLED, [tableSchema, table]);
  const read = await readTableRows(
    session,
    rows.map((row) => row.table),
  );
  return new Map([...read].filter(([, { count }]) => count > 0));
}

/** Whether a filled table, or something on it, is not what it was. */
function touches(known: Rows, changes: readonly Difference[]): boolean {
  if (known.size === 0) return false;
  return changes.some((difference) => {
    const { name, parent } = subject(difference);
    return known.has(name) || (parent !== undefined && known.has(parent.name));
  });
}
