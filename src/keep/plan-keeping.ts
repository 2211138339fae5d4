import type { Destroyed } from '../catalog/data/destroyed-data.js';
import { keptSchema } from '../database/own-schema.js';
import type { Session } from '../database/session.js';
import { keptFormOf, type KeptForm } from './kept-form.js';
import { readMovable } from './read-movable.js';

/** What --keep would keep of one table. */
export interface PlannedKeep {
  readonly schema: string;
  readonly name: string;
  readonly what: 'table' | 'columns' | 'rows';
  /** Columns whose values would be kept. */
  readonly columns: readonly string[];
  readonly how: 'moved' | 'copied';
  /** Estimated size of what is copied; of a moved table, its size. */
  readonly bytes: number;
  /** Estimated time that copying it takes, while the table is locked against writing. */
  readonly seconds: number;
}

export interface KeepPlan {
  /** Maximum number of bytes that one step may copy. */
  readonly limit: number;
  readonly copiedBytes: number;
  readonly seconds: number;
  /** Whether the run would be refused, because one step would copy more than the limit. */
  readonly exceeds: boolean;
  readonly tables: readonly PlannedKeep[];
}

/** A row of a kept table has a header and an item pointer (manual, 66.6). */
const rowOverhead = 28;

/** Sizes by the statistics of the columns, where there are any; otherwise those of the whole table. */
const SIZES = `
  SELECT pg_catalog.pg_table_size(c.oid)::pg_catalog.float8 AS bytes, greatest(c.reltuples, 0)::pg_catalog.float8 AS rows,
    (SELECT pg_catalog.sum(s.avg_width)::pg_catalog.float8 FROM pg_catalog.pg_stats AS s
      WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = ANY ($2) HAVING pg_catalog.count(*) = $3) AS width
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = $1::pg_catalog.oid`;

/** Plans what --keep would keep of these losses; `bytesPerSecond` was measured on the same server. */
export async function planKeeping(
  session: Session,
  losses: readonly Destroyed[],
  { limit, bytesPerSecond }: { readonly limit: number; readonly bytesPerSecond: number },
): Promise<KeepPlan> {
  const forms = losses.flatMap((loss) => keptFormOf(loss) ?? []);
  const whole = forms.filter(({ what }) => what === 'table').map(({ relation }) => relation.oid);
  const movable = new Set((await readMovable(session, whole)).map(({ oid }) => oid));
  const tables: PlannedKeep[] = [];
  for (const form of forms) {
    const how = movable.has(form.relation.oid) ? 'moved' : 'copied';
    const bytes = await sizeOf(session, form);
    const { schema, name, what, values } = form;
    const seconds = how === 'moved' ? 0 : bytes / bytesPerSecond;
    tables.push({ schema, name, what, columns: what === 'columns' ? values : [], how, bytes, seconds });
  }
  const copied = tables.filter(({ how }) => how === 'copied');
  const copiedBytes = copied.reduce((sum, { bytes }) => sum + bytes, 0);
  const seconds = copied.reduce((sum, table) => sum + table.seconds, 0);
  return { limit, copiedBytes, seconds, exceeds: copiedBytes > limit, tables };
}

async function sizeOf(session: Session, { relation, what, columns }: KeptForm): Promise<number> {
  const names = columns.map(({ name }) => name);
  const { rows } = await session.query<{ bytes: number; rows: number; width: number | null }>(SIZES, [
    ...[relation.oid, names, names.length],
  ]);
  const [size] = rows;
  if (!size) return 0;
  if (what !== 'columns' || size.width === null) return size.bytes;
  return Math.min(size.bytes, Math.round(size.rows * (size.width + rowOverhead)));
}

/** Measures how fast this server copies rows into a new table, on a scratch database. */
export async function measureCopyRate(session: Session): Promise<number> {
  const { rows } = await session.query<{ started: number }>(
    'SELECT extract(epoch FROM pg_catalog.clock_timestamp())::pg_catalog.float8 AS started',
  );
  await session.query(
    `CREATE TABLE public.${keptSchema}_rate AS SELECT i AS id, pg_catalog.repeat('x', 90) AS text FROM pg_catalog.generate_series(1, 50000) AS i`,
  );
  const ended = await session.query<{ ended: number; bytes: number }>(
    `SELECT extract(epoch FROM pg_catalog.clock_timestamp())::pg_catalog.float8 AS ended,
      pg_catalog.pg_table_size('public.${keptSchema}_rate')::pg_catalog.float8 AS bytes`,
  );
  await session.query(`DROP TABLE public.${keptSchema}_rate`);
  const seconds = (ended.rows[0]?.ended ?? 0) - (rows[0]?.started ?? 0);
  return (ended.rows[0]?.bytes ?? 0) / Math.max(seconds, 0.001);
}
